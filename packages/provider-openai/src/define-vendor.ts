import { defineProvider } from '@understudy/core/provider';
import type { Provider, ProviderDefinition, ProviderMetadata } from '@understudy/core/provider';
import { assertKnownSettings } from '@understudy/provider-utils';

import { OpenAiProvider } from './openai-provider.ts';
import { isTemplate, readOpenAiSettings } from './settings/openai-settings.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';
import type { ActiveLifecycle, ModelAt, Vendor, VendorFactory, VendorOptions } from './vendor.ts';

/**
 * Creates a provider factory, like `openai`, for a vendor with an OpenAI-compatible API.
 *
 * @example
 * const deepseek = defineVendor({
 *   id: 'deepseek',
 *   label: 'DeepSeek',
 *   url: 'https://api-docs.deepseek.com',
 *   baseUrl: 'https://api.deepseek.com/v1',
 *   credentialEnvVars: ['DEEPSEEK_API_KEY'],
 * });
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the field that is unknown or not valid
 */
export function defineVendor<const Id extends string, const Model extends string = string>(
  vendor: Vendor<Id, Model>,
): VendorFactory<Id, Model> {
  assertVendor(vendor);
  function create<
    const CustomId extends string,
    Address extends string | URL | undefined = undefined,
  >(
    options: VendorOptions<CustomId, Address> & { readonly id: CustomId },
  ): ProviderDefinition<CustomId, ModelAt<Address, Model>, ActiveLifecycle>;
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

/** The type of this object requires every field. */
const vendorFields: Readonly<Record<keyof Vendor, true>> = {
  id: true,
  label: true,
  url: true,
  baseUrl: true,
  credentialEnvVars: true,
  baseUrlEnvVars: true,
  apiKeyHeader: true,
  headers: true,
  models: true,
  quirks: true,
  capabilities: true,
  sources: true,
};

/** Rejects a vendor that no factory could use. The definition checks the other fields. */
function assertVendor(vendor: Vendor): void {
  assertKnownSettings(vendor, Object.keys(vendorFields));
  const { baseUrl } = vendor;
  createDefinition(vendor, {
    apiKey: false,
    ...(isTemplate(baseUrl) && { baseUrl: baseUrl.replaceAll(/[{}]/g, '') }),
  });
}

/** Returns the metadata that all definitions of a vendor have in common. */
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
 * Creates a definition from options that are not validated yet.
 *
 * @throws ConfigurationError
 */
export function createDefinition<Model extends string>(
  vendor: Vendor<string, Model>,
  options: object,
): ProviderDefinition<string, Model, ActiveLifecycle> {
  const settings = readOpenAiSettings(options, vendor);
  const isResponses = settings.api === 'responses';
  return defineProvider({
    ...vendorMetadata(vendor),
    id: settings.id,
    interfaceVersion: 1,
    models: vendor.models ?? [],
    allowUnknownModels: true,
    wireFormat: isResponses ? 'openai-responses' : 'openai-chat',
    create: () => (isResponses ? createResponsesProvider(settings) : new OpenAiProvider(settings)),
  });
}

/** Loads the other API only if it is used, because most apps use one of them. */
async function createResponsesProvider(settings: OpenAiSettings): Promise<Provider> {
  const { ResponsesProvider } = await import('./responses-provider.ts');
  return new ResponsesProvider(settings);
}
