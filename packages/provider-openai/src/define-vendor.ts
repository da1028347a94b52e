import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';

import { OpenAiProvider } from './openai-provider.ts';
import { readOpenAiSettings } from './openai-settings.ts';
import type { ActiveLifecycle, ModelAt, Vendor, VendorFactory, VendorOptions } from './vendor.ts';

/**
 * A factory like `openai`, of a vendor that speaks OpenAI's dialect.
 *
 * @example
 * const deepseek = defineVendor({
 *   id: 'deepseek',
 *   label: 'DeepSeek',
 *   url: 'https://api-docs.deepseek.com',
 *   baseUrl: 'https://api.deepseek.com/v1',
 *   credentialEnvVars: ['DEEPSEEK_API_KEY'],
 * });
 */
export function defineVendor<const Id extends string, const Model extends string = string>(
  vendor: Vendor<Id, Model>,
): VendorFactory<Id, Model> {
  function create<const Given extends string, Address extends string | URL | undefined = undefined>(
    options: VendorOptions<Given, Address> & { readonly id: Given },
  ): ProviderDefinition<Given, ModelAt<Address, Model>, ActiveLifecycle>;
  function create<Address extends string | URL | undefined = undefined>(
    options?: VendorOptions<Id, Address>,
  ): ProviderDefinition<Id, ModelAt<Address, Model>, ActiveLifecycle>;
  function create(
    options: VendorOptions = {},
  ): ProviderDefinition<string, string, ActiveLifecycle> {
    return createDefinition(vendor, options);
  }
  return create;
}

/** What holds for every instance of a vendor. */
export function vendorMetadata(vendor: Vendor): ProviderMetadata<ActiveLifecycle> {
  const { label, url, capabilities, credentialEnvVars } = vendor;
  return {
    label,
    url,
    lifecycle: { state: 'active' },
    capabilities: { tools: true, images: true, files: false, json: true, ...capabilities },
    credentialEnvVars,
  };
}

/**
 * A definition of settings that nobody has checked.
 *
 * @throws ConfigurationError
 */
export function createDefinition<Model extends string>(
  vendor: Vendor<string, Model>,
  options: object,
): ProviderDefinition<string, Model, ActiveLifecycle> {
  const settings = readOpenAiSettings(options, vendor);
  return defineProvider({
    ...vendorMetadata(vendor),
    id: settings.id,
    interfaceVersion: 1,
    models: vendor.models ?? [],
    allowUnknownModels: true,
    create: () => new OpenAiProvider(settings),
  });
}
