import { invalidValue } from '../invalid-value.ts';
import type { FaultPosition } from './fault.ts';

/** Refuses what a parameter of a fault, or an option of an emulator, can't be. */
export type ParameterReader = (value: unknown, path: string) => void;

/** A reader for each parameter of some faults: the compiler holds the table complete. */
export type ReadersOf<Parameters> = {
  readonly [Name in keyof Parameters]: {
    readonly [Parameter in keyof Parameters[Name]]-?: ParameterReader;
  };
};

const longestWaitMs = 2 ** 31 - 1;

const countPhrase = 'a whole number of at least 1';

export const readCount: ParameterReader = createReader(countPhrase, isCount);

export const readWhole: ParameterReader = createReader(
  'a whole number of at least 0',
  (value) => value === 0 || isCount(value),
);

export const readAmount: ParameterReader = createReader(
  'a number of at least 0',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
);

export const readPause: ParameterReader = createReader(
  `a number from 0 to ${longestWaitMs}`,
  (value) => typeof value === 'number' && value >= 0 && value <= longestWaitMs,
);

export const readText: ParameterReader = createReader(
  'a text',
  (value) => typeof value === 'string',
);

export const readTimes: ParameterReader = createReader(
  `${countPhrase}, or "always"`,
  (value) => value === 'always' || isCount(value),
);

export const placeReaders: { readonly [Field in keyof FaultPosition]-?: ParameterReader } = {
  afterEvents: readWhole,
  afterCharacters: readWhole,
};

export function createChoiceReader(choices: readonly (string | number)[]): ParameterReader {
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
  return createReader(expected, (value) => choices.some((choice) => choice === value));
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

function createReader(expected: string, accepts: (value: unknown) => boolean): ParameterReader {
  return (value, path) => {
    if (!accepts(value)) throw invalidValue(path, expected, value);
  };
}
