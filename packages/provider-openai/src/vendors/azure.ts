import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const azureVendor: Vendor<'azure'> = {
  id: 'azure',
  label: 'Azure OpenAI',
  url: 'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
  baseUrl: 'https://{resource}.openai.azure.com/openai/v1',
  credentialEnvVars: ['AZURE_OPENAI_API_KEY'],
  apiKeyHeader: 'api-key',
  quirks: { maxTokensField: 'max_completion_tokens' },
  capabilities: { files: true },
  sources: [
    'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
    'https://github.com/openai/openai-node/blob/master/docs/azure.md',
  ],
};

/** Creates an Azure OpenAI provider. `baseUrl` is required. The model is the name of a deployment. For dated API versions,
 * use the address `https://{resource}.openai.azure.com/openai/deployments/{model}?api-version=2024-10-21`. */
export const azure: VendorFactory<'azure', string> = /* @__PURE__ */ defineVendor(azureVendor);
