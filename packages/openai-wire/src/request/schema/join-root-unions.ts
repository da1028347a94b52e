import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** The keywords that OpenAI, Anthropic and Moonshot reject at the root of the schema of a tool. */
const rejectedKeywords = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const'];

/** Branches can refer to each other. */
const maxDepth = 4;

/** Whether the schema of a tool has a keyword at its root that vendors reject. */
export function hasRootUnion(schema: JsonObject): boolean {
  return rejectedKeywords.some((name) => Object.hasOwn(schema, name));
}

/**
 * Returns the schema of a tool as one object without unions at its root. It has the properties of all branches, and
 * requires those that all of them require, so that it accepts whatever the schema accepts.
 */
export function joinRootUnions(schema: JsonObject): JsonObject {
  return joinBranches(schema, schema, 0);
}

function joinBranches(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  if (!hasRootUnion(schema)) return schema;
  const branchesOf = (name: string): readonly JsonObject[] => {
    const branches = schema[name];
    if (!Array.isArray(branches) || depth >= maxDepth) return [];
    const found = branches.map((branch) => findSchema(branch, root));
    return found
      .filter((branch) => branch !== undefined)
      .map((branch) => joinBranches(branch, root, depth + 1));
  };
  const all = branchesOf('allOf');
  const unions = [branchesOf('anyOf'), branchesOf('oneOf')];
  const required = [
    ...[schema, ...all].flatMap(requiredOf),
    ...unions.flatMap((branches) => intersect(branches.map(requiredOf))),
  ];
  const rest = Object.entries(schema).filter(([name]) => !rejectedKeywords.includes(name));
  return {
    ...Object.fromEntries(rest),
    properties: { ...joinAlternatives(unions.flat()), ...joinProperties([...all, schema]) },
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

/** Returns a branch that describes an object, also if it is a reference. */
function findSchema(branch: JsonValue, root: JsonObject): JsonObject | undefined {
  if (!isJsonObject(branch)) return undefined;
  const { $ref: reference } = branch;
  if (typeof reference !== 'string') return branch;
  const [, list = '', name = ''] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(reference) ?? [];
  const definitions = root[list];
  const found = isJsonObject(definitions) ? definitions[name] : undefined;
  return isJsonObject(found) ? found : undefined;
}

function requiredOf({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

function intersect([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((name) => others.every((names) => names.includes(name)));
}

function joinProperties(schemas: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(schemas.flatMap(propertiesOf));
}

/** The schemas of a property in several branches are alternatives. */
function joinAlternatives(branches: readonly JsonObject[]): JsonObject {
  const found = new Map<string, Map<string, JsonValue>>();
  for (const [name, schema] of branches.flatMap(propertiesOf)) {
    const schemas = found.get(name) ?? new Map<string, JsonValue>();
    found.set(name, schemas.set(JSON.stringify(schema), schema));
  }
  return Object.fromEntries(
    [...found].map(([name, schemas]) => {
      const [first = {}, ...others] = schemas.values();
      return [name, others.length === 0 ? first : { anyOf: [first, ...others] }];
    }),
  );
}

function propertiesOf({ properties }: JsonObject): readonly (readonly [string, JsonValue])[] {
  return isJsonObject(properties) ? Object.entries(properties) : [];
}
