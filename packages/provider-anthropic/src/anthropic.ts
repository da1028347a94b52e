import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { anthropicModels } from './anthropic-models.ts';
import type {
  ActiveLifecycle,
  AnthropicDefinition,
  AnthropicOptions,
} from './anthropic-options.ts';
import { AnthropicProvider } from './anthropic-provider.ts';
import { credentialEnvVars, readSettings } from './anthropic-settings.ts';

export const defaultId = 'anthropic';

export const anthropicMetadata: ProviderMetadata<ActiveLifecycle> = {
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
export function createDefinition(
  options: object,
): ProviderDefinition<string, string, ActiveLifecycle> {
  const settings = readSettings(options);
  return defineProvider({
    ...anthropicMetadata,
    id: settings.id ?? defaultId,
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
): ProviderDefinition<string, string, ActiveLifecycle> {
  return createDefinition(options);
}
