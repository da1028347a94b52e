import { invalidType, invalidValue } from './invalid-value.ts';
import { formatSuggestion } from './similar-names.ts';

/** Validates an option, a field of an option or a parameter of a fault. Throws a RangeError with the path. */
export type Reader = (value: unknown, path: string) => void;

/** Accepts every value, because another function reads it. */
export const readAny: Reader = () => undefined;

const maxTimerMs = 2 ** 31 - 1;
const maxPort = 65_535;

const positiveInteger = 'a whole number of at least 1';

export const readPositiveInteger: Reader = createReader(positiveInteger, isPositiveInteger);

export const readNonNegativeInteger: Reader = createReader(
  'a whole number of at least 0',
  (value) => value === 0 || isPositiveInteger(value),
);

export const readNonNegativeNumber: Reader = createReader(
  'a number of at least 0',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
);

/** Accepts the delays of a timer, in milliseconds. */
export const readDelay: Reader = createReader(
  `a number from 0 to ${maxTimerMs}`,
  (value) => typeof value === 'number' && value >= 0 && value <= maxTimerMs,
);

export const readPort: Reader = createReader(
  `a whole number from 0 to ${maxPort}`,
  (value) => value === 0 || (isPositiveInteger(value) && Number(value) <= maxPort),
);

export const readBoolean: Reader = createReader(
  'true or false',
  (value) => typeof value === 'boolean',
);

export const readString: Reader = createReader('a string', isString);

/** Accepts a string. The error does not contain the value. */
export const readSecret: Reader = createReader('a string', isString, invalidType);

export const readFunction: Reader = createReader(
  'a function',
  (value) => typeof value === 'function',
  invalidType,
);

export const readTimes: Reader = createReader(
  `${positiveInteger}, or "always"`,
  (value) => value === 'always' || isPositiveInteger(value),
);

export function createChoiceReader(choices: readonly (string | number)[]): Reader {
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
  return (value, path) => {
    if (choices.some((choice) => choice === value)) return;
    const advice =
      typeof value === 'string' ? formatSuggestion(value, choices.map(String)) : undefined;
    throw invalidValue(path, expected, value, advice);
  };
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function createReader(
  expected: string,
  isValid: (value: unknown) => boolean,
  createError: typeof invalidValue = invalidValue,
): Reader {
  return (value, path) => {
    if (!isValid(value)) throw createError(path, expected, value);
  };
}
