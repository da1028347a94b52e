import type { JsonObject, ProviderOptions } from '@understudy/core/provider';

interface WithOptions {
  readonly providerOptions?: ProviderOptions | undefined;
}

/**
 * Returns the entry of a provider in the options of a request, a message, a part or a tool. Without one, no options.
 */
export function optionsOf({ providerOptions = {} }: WithOptions, provider: string): JsonObject {
  return Object.hasOwn(providerOptions, provider) ? (providerOptions[provider] ?? {}) : {};
}
