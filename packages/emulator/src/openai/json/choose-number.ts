import type { Schema } from './schema.ts';

/** A number within the bounds of a schema: its least one, or 1 where there is no least. */
export function chooseNumber(schema: Schema, whole: boolean): number {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const low = Math.max(readBound(minimum, -Infinity), readBound(above, -Infinity));
  const high = Math.min(readBound(maximum, Infinity), readBound(below, Infinity));
  const step = chooseStep(schema['multipleOf'], whole);
  return step === undefined
    ? chooseBetween(low, high)
    : chooseMultiple(step, { low, high, lowAllowed: low !== above, highAllowed: high !== below });
}

function chooseStep(multipleOf: unknown, whole: boolean): number | undefined {
  if (typeof multipleOf === 'number' && multipleOf > 0) return multipleOf;
  return whole ? 1 : undefined;
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
    const least = Math.ceil(low / step) * step;
    return least === low && !lowAllowed ? least + step : least;
  }
  const wanted = Math.min(step, high);
  const most = Math.floor(wanted / step) * step;
  return most === high && !highAllowed ? most - step : most;
}

function readBound(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
