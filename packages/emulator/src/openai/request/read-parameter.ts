import { isRecord } from '../../is-record.ts';
import { ParameterError, refuseMissing, refuseType } from './parameter-error.ts';

/** What came as a JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

type Read<Value> = (value: unknown, path: string) => Value;

/** Null counts as not given, as it does at the vendor. */
export function readOptional<Value>(
  value: unknown,
  path: string,
  read: Read<Value>,
): Value | undefined {
  return value === undefined || value === null ? undefined : read(value, path);
}

export function readRequired<Value>(value: unknown, path: string, read: Read<Value>): Value {
  if (value === undefined || value === null) throw refuseMissing(path);
  return read(value, path);
}

export function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw refuseType(path, 'a string', value);
}

export function readFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw refuseType(path, 'a boolean', value);
}

export function readRecord(value: unknown, path: string): JsonRecord {
  if (isRecord(value)) return value;
  throw refuseType(path, 'an object', value);
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refuseType(path, 'an array of objects', value);
}

/** A whole number of at least 1. */
export function readCount(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw refuseType(path, 'an integer', value);
  }
  if (value >= 1) return value;
  throw new ParameterError(
    `Invalid '${path}': integer below minimum value. Expected a value >= 1, but got ${value} instead.`,
    path,
    'integer_below_min_value',
  );
}

/** Makes a reader of decimals from `low` to `high`. */
export function createRangeReader(low: number, high: number): Read<number> {
  return (value, path) => {
    if (typeof value !== 'number') throw refuseType(path, 'a decimal', value);
    if (value >= low && value <= high) return value;
    const [side, sign, bound] =
      value < low ? ['below minimum', '>=', low] : ['above maximum', '<=', high];
    throw new ParameterError(
      `Invalid '${path}': decimal ${side} value. Expected a value ${sign} ${bound}, but got ${value} instead.`,
      path,
      value < low ? 'decimal_below_min_value' : 'decimal_above_max_value',
    );
  };
}
