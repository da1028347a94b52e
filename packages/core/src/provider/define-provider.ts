import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Lifecycle, ProviderDefinition } from './provider-definition.ts';

const brand = Symbol.for('understudy.provider/1');
const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** What an id has to be, as `isProviderId` sees it. */
export const idRule = 'letters a to z, digits, dots, dashes and underscores, at most 64';

/** What `interfaceVersion` has to be. */
export const interfaceRule = '1, which this version of @understudy/core speaks';

/**
 * Checks and marks a definition, typed by its id and its models.
 *
 * @throws ConfigurationError when the id is no lower-case word, or the interface version is not ours
 */
export function defineProvider<
  const Id extends string,
  const Model extends string,
  const Life extends Lifecycle,
>(definition: ProviderDefinition<Id, Model, Life>): ProviderDefinition<Id, Model, Life> {
  if (!isProviderId(definition.id)) {
    throw new ConfigurationError({
      path: 'id',
      expected: idRule,
      received: JSON.stringify(definition.id),
    });
  }
  if (definition.interfaceVersion !== 1) {
    throw new ConfigurationError({
      path: 'interfaceVersion',
      expected: interfaceRule,
      received: JSON.stringify(definition.interfaceVersion),
    });
  }
  return Object.freeze(Object.defineProperty({ ...definition }, brand, { value: true }));
}

/** Whether a name may stand before the slash in `provider/model`. */
export function isProviderId(name: string): boolean {
  return idShape.test(name);
}

/** Whether a value came from `defineProvider`, of whichever copy of this package. */
export function isProviderDefinition(value: unknown): value is ProviderDefinition {
  return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true;
}
