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
  throw invalidField(value, path, 'Input should be a valid string');
}

export function readFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidField(value, path, 'Input should be a valid boolean');
}

export function readNumber(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw invalidField(value, path, 'Input should be a valid number');
}

export function readCount(value: unknown, path: string): number {
  const count = readNumber(value, path);
  if (Number.isInteger(count) && count >= 1) return count;
  throw invalidField(value, path, 'Input should be greater than or equal to 1');
}

export function readRecord(value: unknown, path: string): JsonRecord {
  if (isRecord(value)) return value;
  throw invalidField(value, path, 'Input should be an object');
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidField(value, path, 'Input should be a valid list');
}

export function readChoice<const Word extends string>(
  value: unknown,
  path: string,
  words: readonly Word[],
): Word {
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  const names = words.map((each) => `'${each}'`).join(', ');
  throw invalidField(value, path, `Input should be ${names}`);
}

/** Rejects fields that are not in the list. */
export function assertKnownFields(
  record: JsonRecord,
  path: string,
  known: readonly string[],
): void {
  const unknown = Object.keys(record).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const prefix = path === '' ? '' : `${path}.`;
  throw new RequestError(`${prefix}${unknown}: Extra inputs are not permitted`);
}

function invalidField(value: unknown, path: string, message: string): RequestError {
  return new RequestError(`${path}: ${value === undefined ? 'Field required' : message}`);
}
