import { assertNever } from '../assert-never.ts';
import {
  type Reader,
  createChoiceReader,
  readDelay,
  readNonNegativeInteger,
  readNonNegativeNumber,
  readPositiveInteger,
  readString,
} from '../readers/value-readers.ts';
import { type ErrorName, errorNames } from './error-name.ts';

/**
 * A parameter of a fault, as data.
 *
 * The type of the parameter, its validation and its documentation are derived from the definition.
 * Without a `default`, the effect of the fault receives undefined and chooses a value.
 */
export type ParameterDefinition =
  /** A whole number of at least `min`. */
  | { readonly type: 'integer'; readonly min: 0 | 1; readonly default?: number }
  /** A number of at least 0. */
  | { readonly type: 'number'; readonly default?: number }
  /** A number of milliseconds that a timer supports. */
  | { readonly type: 'delay'; readonly default?: number }
  | { readonly type: 'string'; readonly default?: string }
  /** The name of an error, one of `errorNames`. */
  | { readonly type: 'error'; readonly default?: ErrorName }
  /** One of the listed values. */
  | { readonly oneOf: readonly (string | number)[]; readonly default?: string | number };

/** Returns the function that validates a parameter. */
export function createParameterReader(definition: ParameterDefinition): Reader {
  if ('oneOf' in definition) return createChoiceReader(definition.oneOf);
  switch (definition.type) {
    case 'integer':
      return definition.min === 1 ? readPositiveInteger : readNonNegativeInteger;
    case 'number':
      return readNonNegativeNumber;
    case 'delay':
      return readDelay;
    case 'string':
      return readString;
    case 'error':
      return createChoiceReader(errorNames);
    default:
      return assertNever(definition);
  }
}
