import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readArray } from '@understudy/provider-utils';
import { findSchema, mapSchema } from '@understudy/provider-utils/internal';

/** Keywords that describe a schema and restrict nothing. They can be beside `anyOf` and `$ref`. */
const annotations: ReadonlySet<string> = new Set([
  '$comment',
  '$defs',
  '$id',
  '$schema',
  'default',
  'deprecated',
  'description',
  'examples',
  'title',
]);

/** Keywords that are moved into branches are copied. A schema that would become larger than this is not changed. */
const maxCopiedLength = 65_536;

/**
 * Returns an equivalent schema in the form that Moonshot requires: no keyword but a description is beside `anyOf`, none
 * is both beside `$ref` and in its definition, and the values of an `enum` match its type.
 *
 * https://github.com/MoonshotAI/walle/blob/main/docs/walle.md
 */
export function separateKeywords(root: JsonObject): JsonObject {
  return mapSchema(root, (schema) =>
    separateReference(moveIntoBranches(dropOtherTypes(schema), root), root),
  );
}

/** A value of another type never matches. Servers in Python declare optional values with `null` in `enum`. */
function dropOtherTypes(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  if (!Array.isArray(values) || typeof type !== 'string') return schema;
  const matching: readonly JsonValue[] = values.filter((value) => isOfType(value, type));
  return matching.length === 0 ? schema : { ...schema, enum: matching };
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    default:
      return true;
  }
}

/** Moves the keywords beside `anyOf` into its branches, unless a branch has one of them with another value. */
function moveIntoBranches(schema: JsonObject, root: JsonObject): JsonObject {
  const { anyOf, $ref } = schema;
  if (!Array.isArray(anyOf) || $ref !== undefined) return schema;
  const names = Object.keys(schema).filter((name) => name !== 'anyOf' && !annotations.has(name));
  if (names.length === 0) return schema;
  const branches: readonly JsonValue[] = anyOf;
  const moved = pick(schema, (name) => names.includes(name));
  if (JSON.stringify(moved).length * branches.length > maxCopiedLength) return schema;
  const joined = branches
    .filter((branch) => !excludes(moved, branch))
    .map((branch) => joinBranch(moved, branch, root));
  if (joined.length === 0 || joined.some((branch) => branch === undefined)) return schema;
  return {
    ...pick(schema, (name) => annotations.has(name)),
    anyOf: joined.filter((branch) => branch !== undefined),
  };
}

/** Whether nothing matches both schemas, because they have different types. */
function excludes({ type }: JsonObject, branch: JsonValue): boolean {
  if (!isJsonObject(branch)) return branch === false;
  const { type: other } = branch;
  if (type === undefined || other === undefined) return false;
  return (
    !toList(other).some((one) => isPartOf(one, type)) &&
    !toList(type).some((one) => isPartOf(one, other))
  );
}

/** Whether a type is one of the types of a schema. */
function isPartOf(one: JsonValue, type: JsonValue): boolean {
  const types = toList(type);
  return types.includes(one) || (one === 'integer' && types.includes('number'));
}

function toList(type: JsonValue): readonly JsonValue[] {
  return Array.isArray(type) ? type : [type];
}

/** Returns a schema that matches what both match, or undefined if it is not known. */
function joinBranch(
  moved: JsonObject,
  branch: JsonValue,
  root: JsonObject,
): JsonObject | undefined {
  if (!isJsonObject(branch)) return branch === true ? moved : undefined;
  if (branch.$ref !== undefined) {
    const target = typeof branch.$ref === 'string' ? findSchema(branch.$ref, root) : undefined;
    return target && isCovered(moved, target) ? branch : undefined;
  }
  const common = Object.keys(moved).filter((name) => Object.hasOwn(branch, name));
  const canJoin = common.every((name) => name === 'type' || name === 'required');
  const addsProperties = branch.properties !== undefined && Object.keys(moved).some(isClosing);
  const hasTypes = branch.type === undefined || hasPartOfTypes(moved, branch);
  if (!canJoin || addsProperties || !hasTypes) return undefined;
  const required = new Set([...requiredOf(moved), ...requiredOf(branch)]);
  return { ...moved, ...branch, ...(required.size > 0 && { required: [...required] }) };
}

/** Whether each type of the second schema is one of the first. A schema without types has all. */
function hasPartOfTypes({ type }: JsonObject, { type: types }: JsonObject): boolean {
  return (
    type === undefined || (types !== undefined && toList(types).every((one) => isPartOf(one, type)))
  );
}

/** Whether a keyword applies to the properties that are not listed beside it. */
function isClosing(name: string): boolean {
  return name === 'additionalProperties' || name === 'unevaluatedProperties';
}

function requiredOf(schema: JsonObject): readonly string[] {
  const names = readArray(schema, 'required') ?? [];
  return names.filter((name) => typeof name === 'string');
}

/** Whether a schema has all of these keywords with the same values. */
function isCovered(keywords: JsonObject, schema: JsonObject): boolean {
  return Object.entries(keywords).every(([name, value]) => isSame(value, schema[name]));
}

/** Moves a reference into `anyOf` if its definition has one of the keywords beside it. */
function separateReference(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string' || schema.anyOf !== undefined) return schema;
  const { $ref, ...others } = schema;
  const target = findSchema(schema.$ref, root);
  if ($ref === undefined || target === undefined) return schema;
  const rest = pick(
    others,
    (name) =>
      !isSame(others[name], target[name]) && !(name === 'type' && hasPartOfTypes(others, target)),
  );
  const isRepeated = Object.keys(rest).some((name) => Object.hasOwn(target, name));
  return isRepeated ? { ...rest, anyOf: [{ $ref }] } : { ...rest, $ref };
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function pick(schema: JsonObject, isPicked: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => isPicked(name)));
}
