import { readInput } from '../input/readers.ts';
import type {
  Lifecycle,
  ProviderDefinition,
  ProviderDefinitionInput,
} from './provider-definition.ts';
import { readDefinition } from './read-definition.ts';

const brand = Symbol.for('understudy.provider/1');

/**
 * Checks a provider definition, adds the defaults, and returns a frozen copy, typed by its id and models.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the field that is missing, unknown or not valid
 */
export function defineProvider<
  const Id extends string,
  const Model extends string,
  const Life extends Lifecycle = { readonly state: 'active' },
>(input: ProviderDefinitionInput<Id, Model, Life>): ProviderDefinition<Id, Model, Life>;
export function defineProvider(input: unknown): ProviderDefinition {
  const definition = readInput(readDefinition, input, 'definition');
  return Object.freeze(Object.defineProperty(definition, brand, { value: true }));
}

/** Returns whether a value was returned by `defineProvider`, also by that of another copy of this package. */
export function isProviderDefinition(value: unknown): value is ProviderDefinition {
  return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true;
}
