import { isRecord } from '../../is-record.ts';
import { invalidType } from '../errors.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

type Is<Value> = (value: unknown) => value is Value;

/** Reads an optional field. As in Go's decoder, null is the same as a missing field. */
function readField<Value>(
  value: unknown,
  field: string,
  goType: string,
  isValid: Is<Value>,
): Value | undefined {
  if (value === undefined || value === null) return undefined;
  if (isValid(value)) return value;
  throw invalidType(value, field, goType);
}

export function readText(value: unknown, field: string): string {
  return readField(value, field, 'string', (text) => typeof text === 'string') ?? '';
}

export function readFlag(value: unknown, field: string): boolean | undefined {
  return readField(value, field, 'bool', (flag) => typeof flag === 'boolean');
}

export function readList(value: unknown, field: string, goType: string): readonly unknown[] {
  return readField<readonly unknown[]>(value, field, goType, Array.isArray) ?? [];
}

export function readRecord(value: unknown, field: string, goType: string): JsonRecord {
  return readField(value, field, goType, isRecord) ?? {};
}
