import { ConfigurationError, isJsonObject } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';

/** A value of a request, and where it stands, as in `messages[0].content`. */
export interface Field {
  readonly value: unknown;
  readonly path: string;
}

/** A field of an object from outside; `null` is as good as nothing, as OpenAI has it. */
export function fieldOf(object: JsonObject, name: string, path = ''): Field {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return { value: value ?? undefined, path: path === '' ? name : `${path}.${name}` };
}

/** The items of a list, each with its path. */
export function itemsOf({ value, path }: Field): readonly Field[] {
  if (!Array.isArray(value)) throw refuse({ value, path }, 'a list');
  return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }));
}

export function textOf(field: Field): string {
  if (typeof field.value === 'string') return field.value;
  throw refuse(field, 'text');
}

export function numberOf(field: Field): number {
  if (typeof field.value === 'number') return field.value;
  throw refuse(field, 'a number');
}

export function objectOf(field: Field): JsonObject {
  if (isJsonObject(field.value)) return field.value;
  throw refuse(field, 'an object');
}

/** What a field says where it is there at all. */
export function optional<Value>(field: Field, read: (field: Field) => Value): Value | undefined {
  return field.value === undefined ? undefined : read(field);
}

/** One of a few words. */
export function wordOf<const Word extends string>(field: Field, words: readonly Word[]): Word {
  const found = words.find((word) => word === field.value);
  if (found !== undefined) return found;
  throw refuse(field, words.join(', '));
}

/** The error for a field; of what stands there only the kind is told. */
export function refuse({ value, path }: Field, expected: string): ConfigurationError {
  return new ConfigurationError({
    code: 'invalid-request',
    path,
    expected,
    received: kindOf(value),
  });
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'another text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
