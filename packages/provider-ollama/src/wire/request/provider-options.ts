import type { JsonObject, ProviderOptions } from '@understudy/core/provider';

/** Returns the entry of a provider, or no options. */
export function readOptions(
  options: ProviderOptions | undefined = {},
  provider: string,
): JsonObject {
  return Object.hasOwn(options, provider) ? (options[provider] ?? {}) : {};
}
