import { isRecord } from '../../is-record.ts';
import { ParameterError, missingParameter, invalidType } from './errors/parameter-error.ts';

/** A parsed JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

type Read<Value> = (value: unknown, path: string) => Value;

/** Reads an optional parameter. As in OpenAI's API, null is the same as a missing parameter. */
export function readOptional<Value>(
  value: unknown,
  path: string,
  read: Read<Value>,
): Value | undefined {
  return value === undefined || value === null ? undefined : read(value, path);
}

export function readRequired<Value>(value: unknown, path: string, read: Read<Value>): Value {
  if (value === undefined || value === null) throw missingParameter(path);
  return read(value, path);
}

export function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw invalidType(path, 'a string', value);
}

export function readFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidType(path, 'a boolean', value);
}

export function readRecord(value: unknown, path: string): JsonRecord {
  if (isRecord(value)) return value;
  throw invalidType(path, 'an object', value);
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidType(path, 'an array of objects', value);
}

/** Reads an integer of at least 1. */
export function readCount(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw invalidType(path, 'an integer', value);
  }
  if (value >= 1) return value;
  throw new ParameterError(
    `Invalid '${path}': integer below minimum value. Expected a value >= 1, but got ${value} instead.`,
    path,
    'integer_below_min_value',
  );
}

/** Creates a reader of numbers from `min` to `max`. */
export function createRangeReader(min: number, max: number): Read<number> {
  return (value, path) => {
    if (typeof value !== 'number') throw invalidType(path, 'a decimal', value);
    if (value >= min && value <= max) return value;
    const [side, sign, bound] =
      value < min ? ['below minimum', '>=', min] : ['above maximum', '<=', max];
    throw new ParameterError(
      `Invalid '${path}': decimal ${side} value. Expected a value ${sign} ${bound}, but got ${value} instead.`,
      path,
      value < min ? 'decimal_below_min_value' : 'decimal_above_max_value',
    );
  };
}
