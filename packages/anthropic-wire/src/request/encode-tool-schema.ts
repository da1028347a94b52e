import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readObject, readString } from '@understudy/provider-utils';
import { updateSchema } from '@understudy/provider-utils/internal';

/** A limit on references to themselves. */
const maxDepth = 8;

const combinators = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * Returns the schema of a tool in the form that the API accepts: of draft 2020-12, with an object at the root, and
 * without `allOf`, `anyOf` and `oneOf` there.
 *
 * The properties of these schemas become properties of the object, and the rules are part of the description.
 */
export function encodeToolSchema(schema: JsonObject): JsonObject {
  const root = updateSchema(schema);
  const { type } = root;
  const isObject = type === undefined || (Array.isArray(type) && type.includes('object'));
  return { ...flatten(root, root, 0), ...(isObject && { type: 'object' }) };
}

/** @param root - the schema with the definitions */
function flatten(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  const { allOf, anyOf, oneOf, ...others } = schema;
  const rules = Object.entries({ allOf, anyOf, oneOf }).filter(([, value]) => Array.isArray(value));
  if (rules.length === 0) return schema;
  const find = (value: JsonValue): readonly JsonObject[] => {
    const found = resolve(value, root);
    return found && depth < maxDepth ? [flatten(found, root, depth + 1)] : [];
  };
  const [all = [], any = [], one = []] = combinators.map((name) =>
    readList(schema[name]).flatMap(find),
  );
  const required = [others, ...all].flatMap(requiredOf);
  const names = new Set([...required, ...commonOf(any), ...commonOf(one)]);
  const texts = rules.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return {
    ...others,
    description: [readString(others, 'description') ?? '', ...texts].join(' ').trim(),
    properties: mergeProperties(others, [...all, ...any, ...one]),
    ...(names.size > 0 && { required: Array.from(names) }),
  };
}

/** Returns the schema of a reference to a definition, or the schema itself. */
function resolve(value: JsonValue, root: JsonObject): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const name = /^#\/\$defs\/([^/]+)$/.exec(readString(value, '$ref') ?? '')?.[1];
  return name === undefined ? value : readObject(root.$defs, name);
}

/** A property with several schemas has any of them. The schema of the object itself contains them. */
function mergeProperties(object: JsonObject, others: readonly JsonObject[]): JsonObject {
  const alternatives = new Map<string, Map<string, JsonValue>>();
  for (const [name, schema] of others.flatMap((other) => Object.entries(propertiesOf(other)))) {
    const known = alternatives.get(name) ?? new Map<string, JsonValue>();
    alternatives.set(name, known.set(JSON.stringify(schema), schema));
  }
  const merged = Array.from(alternatives, ([name, known]): [string, JsonValue] => {
    const [first = {}, ...rest] = known.values();
    return [name, rest.length === 0 ? first : { anyOf: [first, ...rest] }];
  });
  const own = propertiesOf(object);
  return { ...own, ...Object.fromEntries(merged.filter(([name]) => !Object.hasOwn(own, name))) };
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}

function requiredOf({ required }: JsonObject): readonly string[] {
  return readList(required).filter((name) => typeof name === 'string');
}

/** The properties that all alternatives require. */
function commonOf(alternatives: readonly JsonObject[]): readonly string[] {
  const [first, ...rest] = alternatives.map(requiredOf);
  return first?.filter((name) => rest.every((names) => names.includes(name))) ?? [];
}

function readList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
