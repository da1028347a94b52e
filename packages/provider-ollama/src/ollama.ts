import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { OllamaProvider } from './ollama-provider.ts';
import { credentialEnvVars, readOllamaSettings } from './ollama-settings.ts';
import type { OllamaLifecycle, OllamaOptions } from './ollama-settings.ts';

/** The metadata that all definitions have in common. A model can support less: `models()` reports it. */
export const ollamaMetadata: ProviderMetadata<OllamaLifecycle> = {
  label: 'Ollama',
  url: 'https://docs.ollama.com/api',
  lifecycle: { state: 'active' },
  capabilities: { tools: true, images: true, files: false, json: true },
  credentialEnvVars,
};

/**
 * Creates a provider for Ollama's native API, by default on this machine.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the invalid option
 *
 * @example
 * const understudy = createUnderstudy({ providers: [ollama()] });
 * const text = await understudy.chat({ model: 'ollama/qwen3', messages }).text();
 */
export function ollama<const Id extends string>(
  options: OllamaOptions<Id> & { readonly id: Id },
): ProviderDefinition<Id, string, OllamaLifecycle>;
export function ollama(
  options?: OllamaOptions<'ollama'>,
): ProviderDefinition<'ollama', string, OllamaLifecycle>;
export function ollama(
  options: OllamaOptions = {},
): ProviderDefinition<string, string, OllamaLifecycle> {
  return defineOllama(options);
}

/**
 * Creates a definition from options that are not validated yet.
 *
 * @throws ConfigurationError
 */
export function defineOllama(options: object): ProviderDefinition<string, string, OllamaLifecycle> {
  const settings = readOllamaSettings(options);
  return defineProvider({
    ...ollamaMetadata,
    id: settings.id,
    interfaceVersion: 1,
    models: [],
    allowUnknownModels: true,
    create: (ports) => new OllamaProvider(settings, ports),
  });
}
