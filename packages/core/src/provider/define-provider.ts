import { ConfigurationError } from '../errors/configuration-error.ts';
import { quoteText } from '../text/quote-text.ts';
import type {
  Lifecycle,
  ProviderDefinition,
  ProviderDefinitionInput,
} from './provider-definition.ts';

const brand = Symbol.for('understudy.provider/1');
const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Describes the ids that `isProviderId` accepts, as the end of "expected …". */
export const idRule = 'letters a to z, digits, dots, dashes and underscores, at most 64';

/** Describes the supported `interfaceVersion`, as the end of "expected …". */
export const interfaceRule = '1, which this version of @understudy/core supports';

/**
 * Checks a provider definition, adds the defaults, and returns a frozen copy, typed by its id and models.
 *
 * @throws ConfigurationError `invalid-configuration` if the id is not valid or the interface version is not
 * supported
 */
export function defineProvider<
  const Id extends string,
  const Model extends string,
  const Life extends Lifecycle = { readonly state: 'active' },
>(input: ProviderDefinitionInput<Id, Model, Life>): ProviderDefinition<Id, Model, Life>;
export function defineProvider(
  input: ProviderDefinitionInput<string, string, Lifecycle>,
): ProviderDefinition {
  const { lifecycle = { state: 'active' }, capabilities, interfaceVersion = 1 } = input;
  const definition: ProviderDefinition = {
    ...input,
    label: input.label ?? input.id,
    interfaceVersion,
    lifecycle,
    capabilities: { tools: false, images: false, files: false, json: false, ...capabilities },
    credentialEnvVars: input.credentialEnvVars ?? [],
    allowUnknownModels: input.allowUnknownModels ?? false,
  };
  if (!isProviderId(definition.id)) {
    throw new ConfigurationError({
      path: 'id',
      expected: idRule,
      received: describe(definition.id),
    });
  }
  if (definition.interfaceVersion !== 1) {
    throw new ConfigurationError({
      path: 'interfaceVersion',
      expected: interfaceRule,
      received: describe(definition.interfaceVersion),
    });
  }
  return Object.freeze(Object.defineProperty(definition, brand, { value: true }));
}

/** Definitions of JavaScript code can have values of any type. */
function describe(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
}

/** Returns whether a text can be the provider id in `provider/model`. */
export function isProviderId(text: string): boolean {
  return idShape.test(text);
}

/** Returns whether a value was returned by `defineProvider`, also by that of another copy of this package. */
export function isProviderDefinition(value: unknown): value is ProviderDefinition {
  return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true;
}
