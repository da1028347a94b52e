import { defineProvider, ProviderError } from '@understudy/core/provider';
import type {
  ModelInfo,
  ProviderCallContext,
  ProviderDefinition,
  ProviderMetadata,
} from '@understudy/core/provider';
import { readArray, readNumber, readString, sendRequest } from '@understudy/provider-utils';

import { readAcmeSettings, requestFields } from './acme-settings.ts';
import type { AcmeOptions, AcmeSettings } from './acme-settings.ts';
import { streamChat } from './stream-chat.ts';

export type AcmeModel = 'first-model';

/** Models that are known without a request. */
export const acmeModels: readonly ModelInfo<AcmeModel>[] = [
  { id: 'first-model', label: 'First model', contextTokens: 32_000 },
];

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
    models: acmeModels,
    create: () => ({
      chat: (request, context) => streamChat(request, context, settings),
      models: (context) => listModels(context, settings),
    }),
  });
}

/** Returns the models that Acme offers now. */
async function listModels(
  context: ProviderCallContext,
  settings: AcmeSettings,
): Promise<readonly ModelInfo[]> {
  const { json } = await sendRequest(context, {
    ...requestFields(settings, 'models'),
    method: 'GET',
    expect: 'json',
    operation: 'model list request',
  });
  const models = readArray(json, 'models');
  if (models) return models.flatMap(decodeModel);
  const message = 'model list: expected a field "models", received none';
  throw new ProviderError({ code: 'malformed-response', message });
}

/** Returns an empty array for a model without an id. */
function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = readString(model, 'id');
  if (id === undefined) return [];
  const label = readString(model, 'name');
  return [{ id, label, contextTokens: readNumber(model, 'contextTokens') }];
}
