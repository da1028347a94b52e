import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';

/** A parsed JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

type Read<Value> = (value: unknown, path: string) => Value;

/** Reads an optional field. `null` is the same as a missing field. */
export function readOptional<Value>(
  value: unknown,
  path: string,
  read: Read<Value>,
): Value | undefined {
  return value === undefined || value === null ? undefined : read(value, path);
}

export function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw invalidValue(path, 'TYPE_STRING');
}

export function readNumber(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw invalidValue(path, 'TYPE_FLOAT');
}

export function readInteger(value: unknown, path: string): number {
  const number = Number(value);
  if (value === number && number === (number | 0)) return number;
  throw invalidValue(path, 'TYPE_INT32');
}

export function readFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidValue(path, 'TYPE_BOOL');
}

export function readRecord(value: unknown, path: string): JsonRecord {
  if (isRecord(value)) return value;
  throw invalidValue(path, 'an object');
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidValue(path, 'a list');
}

/**
 * Reads a message: an object with known fields. The API accepts names with underscores too.
 *
 * @throws RequestError for another field
 */
export function readMessage(value: unknown, path: string, known: readonly string[]): JsonRecord {
  const record = readRecord(value, path);
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(record)) {
    const camelCase = name.replaceAll(/_(\w)/gu, (_match, letter: string) => letter.toUpperCase());
    if (!known.includes(camelCase)) throw unknownField(name, path);
    fields[camelCase] = field;
  }
  return fields;
}

function unknownField(name: string, path: string): RequestError {
  const place = path === '' ? '' : ` at '${path}'`;
  return new RequestError(
    `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`,
  );
}

function invalidValue(path: string, type: string): RequestError {
  return new RequestError(`Invalid value at '${path}' (${type})`);
}
