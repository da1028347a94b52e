import { invalidValue } from '../invalid-value.ts';

/** Validates a parameter of a fault or an option of an emulator. Throws a RangeError with the path. */
export type ParameterReader = (value: unknown, path: string) => void;

const maxTimerMs = 2 ** 31 - 1;

const positiveInteger = 'a whole number of at least 1';

export const readPositiveInteger: ParameterReader = createReader(
  positiveInteger,
  isPositiveInteger,
);

export const readNonNegativeInteger: ParameterReader = createReader(
  'a whole number of at least 0',
  (value) => value === 0 || isPositiveInteger(value),
);

export const readNonNegativeNumber: ParameterReader = createReader(
  'a number of at least 0',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
);

/** Accepts the delays of a timer, in milliseconds. */
export const readDelay: ParameterReader = createReader(
  `a number from 0 to ${maxTimerMs}`,
  (value) => typeof value === 'number' && value >= 0 && value <= maxTimerMs,
);

export const readString: ParameterReader = createReader(
  'a string',
  (value) => typeof value === 'string',
);

export const readTimes: ParameterReader = createReader(
  `${positiveInteger}, or "always"`,
  (value) => value === 'always' || isPositiveInteger(value),
);

export function createChoiceReader(choices: readonly (string | number)[]): ParameterReader {
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
  return createReader(expected, (value) => choices.some((choice) => choice === value));
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

function createReader(expected: string, isValid: (value: unknown) => boolean): ParameterReader {
  return (value, path) => {
    if (!isValid(value)) throw invalidValue(path, expected, value);
  };
}
