import type { Schema } from './schema.ts';

/** Returns a number that satisfies the bounds and `multipleOf` of a schema. */
export function chooseNumber(schema: Schema, integer: boolean): number {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const low = Math.max(readBound(minimum, -Infinity), readBound(above, -Infinity));
  const high = Math.min(readBound(maximum, Infinity), readBound(below, Infinity));
  const step = chooseStep(schema['multipleOf'], integer);
  return step === undefined
    ? chooseBetween(low, high)
    : chooseMultiple(step, { low, high, lowAllowed: low !== above, highAllowed: high !== below });
}

function chooseStep(multipleOf: unknown, integer: boolean): number | undefined {
  if (typeof multipleOf === 'number' && multipleOf > 0) return multipleOf;
  return integer ? 1 : undefined;
}

function chooseBetween(low: number, high: number): number {
  if (low < 1 && high > 1) return 1;
  if (low === high) return low;
  if (high === Infinity) return low + 1;
  return low === -Infinity ? high - 1 : (low + high) / 2;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly lowAllowed: boolean;
  readonly highAllowed: boolean;
}

function chooseMultiple(step: number, { low, high, lowAllowed, highAllowed }: Range): number {
  if (low > -Infinity) {
    const lowest = Math.ceil(low / step) * step;
    return lowest === low && !lowAllowed ? lowest + step : lowest;
  }
  const start = Math.min(step, high);
  const highest = Math.floor(start / step) * step;
  return highest === high && !highAllowed ? highest - step : highest;
}

function readBound(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
