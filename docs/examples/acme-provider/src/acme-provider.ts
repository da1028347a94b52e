import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { acmeModels } from './acme-models.ts';
import type { AcmeModel } from './acme-models.ts';
import { readAcmeSettings } from './acme-settings.ts';
import type { AcmeOptions } from './acme-settings.ts';
import { listModels } from './list-models.ts';
import { streamChat } from './stream-chat.ts';

export type AcmeDefinition<Id extends string = string> = ProviderDefinition<
  Id,
  AcmeModel,
  { readonly state: 'active' }
>;

/** Metadata of all instances, with any settings. */
export const acmeMetadata: ProviderMetadata<{ readonly state: 'active' }> = {
  label: 'Acme',
  url: 'https://acme.example/docs',
  lifecycle: { state: 'active' },
  capabilities: { tools: false, images: false, files: false, json: false },
  credentialEnvVars: ['ACME_API_KEY'],
};

/**
 * Returns the definition of the provider for Acme.
 *
 * @throws ConfigurationError for a missing or invalid option
 */
export function acme<const Id extends string>(
  options: AcmeOptions<Id> & { readonly id: Id },
): AcmeDefinition<Id>;
export function acme(options: AcmeOptions<'acme'>): AcmeDefinition<'acme'>;
export function acme(options: AcmeOptions): AcmeDefinition {
  return defineAcme(options);
}

/** Returns the definition for settings that are not validated yet. */
export function defineAcme(options: object): AcmeDefinition {
  const settings = readAcmeSettings(options);
  return defineProvider({
    ...acmeMetadata,
    id: settings.id,
    interfaceVersion: 1,
    models: acmeModels,
    create: () => ({
      chat: (request, context) => streamChat(request, context, settings),
      models: (context) => listModels(context, settings),
    }),
  });
}
