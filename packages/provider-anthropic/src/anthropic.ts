import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { anthropicModels } from './anthropic-models.ts';
import { AnthropicProvider } from './anthropic-provider.ts';
import { credentialEnvVars, readAnthropicSettings } from './anthropic-settings.ts';
import type {
  AnthropicDefinition,
  AnthropicLifecycle,
  AnthropicOptions,
} from './anthropic-settings.ts';

/** The metadata that all definitions have in common. */
export const anthropicMetadata: ProviderMetadata<AnthropicLifecycle> = {
  label: 'Anthropic',
  url: 'https://platform.claude.com/docs',
  lifecycle: { state: 'active' },
  capabilities: { tools: true, images: true, files: true, json: true },
  credentialEnvVars,
  wireFormat: 'anthropic-messages',
};

/**
 * Creates a definition from options that are not validated yet.
 *
 * @throws ConfigurationError
 */
export function defineAnthropic(
  options: object,
): ProviderDefinition<string, string, AnthropicLifecycle> {
  const settings = readAnthropicSettings(options);
  return defineProvider({
    ...anthropicMetadata,
    id: settings.id,
    interfaceVersion: 1,
    models: anthropicModels,
    allowUnknownModels: true,
    create: () => new AnthropicProvider(settings),
  });
}

/**
 * Creates a provider for the Anthropic Messages API.
 *
 * Environment variables are not read.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the invalid option, for example `apiKey`
 *
 * @example
 * const understudy = createUnderstudy({
 *   providers: [anthropic({ apiKey: process.env.ANTHROPIC_API_KEY })],
 * });
 */
export function anthropic<const Id extends string>(
  options: AnthropicOptions<Id> & { readonly id: Id },
): AnthropicDefinition<Id>;
export function anthropic(
  options?: AnthropicOptions<'anthropic'>,
): AnthropicDefinition<'anthropic'>;
export function anthropic(
  options: AnthropicOptions = {},
): ProviderDefinition<string, string, AnthropicLifecycle> {
  return defineAnthropic(options);
}
