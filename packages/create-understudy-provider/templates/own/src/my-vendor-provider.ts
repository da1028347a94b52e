import { defineProvider, ProviderError } from '@understudy/core/provider';
import type {
  ModelInfo,
  ProviderCallContext,
  ProviderDefinition,
  ProviderMetadata,
} from '@understudy/core/provider';
import { readArray, readNumber, readString, sendRequest } from '@understudy/provider-utils';

import { readMyVendorSettings, requestFields } from './my-vendor-settings.ts';
import type { MyVendorOptions, MyVendorSettings } from './my-vendor-settings.ts';
import { streamChat } from './stream-chat.ts';

export type MyVendorModel = 'first-model';

/** Models that are known without a request. */
export const myVendorModels: readonly ModelInfo<MyVendorModel>[] = [
  { id: 'first-model', label: 'First model', contextTokens: 32_000 },
];

export type MyVendorDefinition<Id extends string = string> = ProviderDefinition<
  Id,
  MyVendorModel,
  { readonly state: 'active' }
>;

/** Metadata of all instances, with any settings. */
export const myVendorMetadata: ProviderMetadata<{ readonly state: 'active' }> = {
  label: 'My Vendor',
  url: 'https://my-vendor.example/docs',
  lifecycle: { state: 'active' },
  capabilities: { tools: false, images: false, files: false, json: false },
  credentialEnvVars: ['MY_VENDOR_API_KEY'],
};

/**
 * Returns the definition of the provider for My Vendor.
 *
 * @throws ConfigurationError for a missing or invalid option
 */
export function myVendor<const Id extends string>(
  options: MyVendorOptions<Id> & { readonly id: Id },
): MyVendorDefinition<Id>;
export function myVendor(options: MyVendorOptions<'my-vendor'>): MyVendorDefinition<'my-vendor'>;
export function myVendor(options: MyVendorOptions): MyVendorDefinition {
  return defineMyVendor(options);
}

/** Returns the definition for settings that are not validated yet. */
export function defineMyVendor(options: object): MyVendorDefinition {
  const settings = readMyVendorSettings(options);
  return defineProvider({
    ...myVendorMetadata,
    id: settings.id,
    models: myVendorModels,
    create: () => ({
      chat: (request, context) => streamChat(request, context, settings),
      models: (context) => listModels(context, settings),
    }),
  });
}

/** Returns the models that My Vendor offers now. */
async function listModels(
  context: ProviderCallContext,
  settings: MyVendorSettings,
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
