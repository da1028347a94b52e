import { isJsonObject, readArray, readObject, readString } from '@understudy/core/internal';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** The keywords that OpenAI, Anthropic and Moonshot reject at the root of the schema of a tool. */
const rejectedKeywords = ['allOf', 'anyOf', 'oneOf', 'not', 'enum', 'const'];

/** A limit on branches that refer to each other. */
const maxDepth = 16;

/** The keywords of an object that branches have. */
interface ObjectSchema {
  readonly properties: JsonObject;
  readonly required: readonly string[];
}

/**
 * Returns the schema of a tool as one object without unions and references at its root, which vendors reject there.
 *
 * It has the properties of all branches, and requires those that all of them require, so it accepts the
 * properties of each branch. The unions become part of its description.
 */
export function joinRootUnions(original: JsonObject): JsonObject {
  const schema = inlineRoot(original, 0);
  const entries = Object.entries(schema);
  const unions = entries.filter(([name]) => rejectedKeywords.includes(name));
  if (unions.length === 0) return schema;
  const kept = entries.filter(([name]) => !rejectedKeywords.includes(name));
  const rules = unions.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const { properties, required } = joinBranches(schema, { root: schema, references: new Map() }, 0);
  return {
    ...Object.fromEntries(kept),
    description: [readString(schema, 'description') ?? '', ...rules].join(' ').trim(),
    properties,
    ...(required.length > 0 && { required }),
  };
}

/** Libraries such as zod-to-json-schema put the schema into a definition, to which the root refers. */
function inlineRoot({ $ref, ...others }: JsonObject, depth: number): JsonObject {
  if ($ref === undefined) return others;
  const target = typeof $ref === 'string' ? findSchema($ref, others) : undefined;
  if (target === undefined || depth > maxDepth) return { $ref, ...others };
  return inlineRoot({ ...target, ...others }, depth + 1);
}

interface Joining {
  /** The schema with the definitions. */
  readonly root: JsonObject;
  /** The joined schemas of references, by depth. Each is joined once, because many branches can refer to it. */
  readonly references: Map<string, ObjectSchema>;
}

function joinBranches(schema: JsonObject, joining: Joining, depth: number): ObjectSchema {
  const branchesOf = (name: string): readonly ObjectSchema[] => {
    const branches = depth < maxDepth ? (readArray(schema, name) ?? []) : [];
    return [...new Set(branches.map((branch) => joinBranch(branch, joining, depth + 1)))];
  };
  const own = readOwn(schema);
  const all = branchesOf('allOf');
  const unions = [branchesOf('anyOf'), branchesOf('oneOf')];
  const required = [...[own, ...all].flatMap(requiredOf), ...unions.flatMap(requiredOfEach)];
  return {
    properties: {
      ...joinAlternatives(unions.flat()),
      ...Object.fromEntries([...all, own].flatMap(propertiesOf)),
    },
    required: [...new Set(required)],
  };
}

/** Joins the branches of a branch, also if it is a reference. An unknown branch accepts everything. */
function joinBranch(branch: unknown, joining: Joining, depth: number): ObjectSchema {
  const reference = readString(branch, '$ref');
  if (reference === undefined)
    return joinBranches(isJsonObject(branch) ? branch : {}, joining, depth);
  const key = `${depth} ${reference}`;
  const known = joining.references.get(key);
  if (known) return known;
  // A definition can be a reference too.
  const definition = depth < maxDepth ? findSchema(reference, joining.root) : undefined;
  const joined = joinBranch(definition, joining, depth + 1);
  joining.references.set(key, joined);
  return joined;
}

/** Returns the schema in the document that a reference such as `#/$defs/a` names. */
export function findSchema(reference: string, root: JsonObject): JsonObject | undefined {
  const [start, ...steps] = reference.split('/');
  return start === '#'
    ? steps.reduce<JsonObject | undefined>((at, step) => readObject(at, decodeStep(step)), root)
    : undefined;
}

/** Decodes a step of a reference (RFC 6901, sections 3 and 6). */
function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}

function readOwn(schema: JsonObject): ObjectSchema {
  const required = readArray(schema, 'required') ?? [];
  return {
    properties: readObject(schema, 'properties') ?? {},
    required: required.filter((name) => typeof name === 'string'),
  };
}

function propertiesOf({ properties }: ObjectSchema): readonly (readonly [string, JsonValue])[] {
  return Object.entries(properties);
}

function requiredOf({ required }: ObjectSchema): readonly string[] {
  return required;
}

/** Returns the properties that each branch requires. */
function requiredOfEach([first, ...others]: readonly ObjectSchema[]): readonly string[] {
  const names = first?.required ?? [];
  return names.filter((name) => others.every(({ required }) => required.includes(name)));
}

/** The schemas of a property in several branches are alternatives. */
function joinAlternatives(branches: readonly ObjectSchema[]): JsonObject {
  const found = new Map<string, Map<string, JsonValue>>();
  for (const [name, schema] of branches.flatMap(propertiesOf)) {
    const schemas = found.get(name) ?? new Map<string, JsonValue>();
    for (const each of alternativesOf(schema)) schemas.set(JSON.stringify(each), each);
    found.set(name, schemas);
  }
  return Object.fromEntries(
    Array.from(found, ([name, schemas]) => {
      const [first = {}, ...others] = schemas.values();
      return [name, others.length === 0 ? first : { anyOf: [first, ...others] }];
    }),
  );
}

/** Alternatives in alternatives are joined too, because branches that refer to each other have the same ones. */
function alternativesOf(schema: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(schema) || Object.keys(schema).length > 1) return [schema];
  return Array.isArray(schema.anyOf) ? schema.anyOf : [schema];
}
