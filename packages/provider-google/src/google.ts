import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { googleModels } from './google-models.ts';
import { GoogleProvider } from './google-provider.ts';
import { credentialEnvVars, readGoogleSettings } from './google-settings.ts';
import type { GoogleDefinition, GoogleLifecycle, GoogleOptions } from './google-settings.ts';

/** The metadata that all definitions have in common. */
export const googleMetadata: ProviderMetadata<GoogleLifecycle> = {
  label: 'Google Gemini',
  url: 'https://ai.google.dev/gemini-api/docs',
  lifecycle: { state: 'active' },
  capabilities: { tools: true, images: true, files: true, json: true },
  credentialEnvVars,
};

/**
 * Creates a definition from options that are not validated yet.
 *
 * @throws ConfigurationError
 */
export function defineGoogle(options: object): ProviderDefinition<string, string, GoogleLifecycle> {
  const settings = readGoogleSettings(options);
  return defineProvider({
    ...googleMetadata,
    id: settings.id,
    interfaceVersion: 1,
    models: googleModels,
    allowUnknownModels: true,
    create: () => new GoogleProvider(settings),
  });
}

/**
 * Creates a provider for Google's Gemini API.
 *
 * Environment variables are not read.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the invalid option, for example `apiKey`
 *
 * @example
 * const understudy = createUnderstudy({
 *   providers: [google({ apiKey: process.env.GEMINI_API_KEY })],
 * });
 */
export function google<const Id extends string>(
  options: GoogleOptions<Id> & { readonly id: Id },
): GoogleDefinition<Id>;
export function google(options?: GoogleOptions<'google'>): GoogleDefinition<'google'>;
export function google(
  options: GoogleOptions = {},
): ProviderDefinition<string, string, GoogleLifecycle> {
  return defineGoogle(options);
}
