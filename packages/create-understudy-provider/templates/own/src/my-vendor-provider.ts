import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { listModels } from './list-models.ts';
import { myVendorModels } from './my-vendor-models.ts';
import type { MyVendorModel } from './my-vendor-models.ts';
import { readMyVendorSettings } from './my-vendor-settings.ts';
import type { MyVendorOptions } from './my-vendor-settings.ts';
import { streamChat } from './stream-chat.ts';

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
    interfaceVersion: 1,
    models: myVendorModels,
    create: () => ({
      chat: (request, context) => streamChat(request, context, settings),
      models: (context) => listModels(context, settings),
    }),
  });
}
