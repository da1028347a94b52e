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

/** Returns whether options are the complete part, item or tool, which has no counterpart here: they have a `type`. */
export function isComplete(options: JsonObject): boolean {
  return typeof options.type === 'string';
}
