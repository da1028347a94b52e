import { defineVendor } from '../define-vendor.ts';
import type { OpenAiModel } from '../openai-models.ts';
import { openaiModels } from '../openai-models.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const openaiVendor: Vendor<'openai', OpenAiModel> = {
  id: 'openai',
  label: 'OpenAI',
  url: 'https://developers.openai.com/api/docs',
  baseUrl: 'https://api.openai.com/v1',
  credentialEnvVars: ['OPENAI_API_KEY'],
  baseUrlEnvVars: ['OPENAI_BASE_URL'],
  models: openaiModels,
  quirks: { maxTokensField: 'max_completion_tokens', modelRules: true },
  capabilities: { files: true },
  sources: [
    'https://developers.openai.com/api/docs',
    'https://developers.openai.com/api/docs/guides/reasoning',
    // temperature and top_p of GPT-5.1 "when reasoning effort is set to "none""
    'https://github.com/vercel/ai/issues/10932',
    // "Unsupported parameter: 'stop' is not supported with this model", for GPT-5.1
    'https://github.com/huggingface/smolagents/pull/1868',
    // ids of tool calls: "Expected a string with maximum length 40"
    'https://github.com/agno-agi/agno/issues/5382',
  ],
};

/**
 * Creates a provider for OpenAI, or for the OpenAI-compatible server at `baseUrl`.
 *
 * Environment variables are not read.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the invalid option, for example
 * `apiKey`
 *
 * @example
 * const understudy = createUnderstudy({
 *   providers: [openai({ apiKey: process.env.OPENAI_API_KEY })],
 * });
 */
export const openai: VendorFactory<'openai', OpenAiModel> =
  /* @__PURE__ */ defineVendor(openaiVendor);

export const azureVendor: Vendor<'azure'> = {
  id: 'azure',
  label: 'Azure OpenAI',
  url: 'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
  baseUrl: 'https://{resource}.openai.azure.com/openai/v1',
  credentialEnvVars: ['AZURE_OPENAI_API_KEY'],
  apiKeyHeader: 'api-key',
  quirks: { maxTokensField: 'max_completion_tokens', modelRules: true },
  capabilities: { files: true },
  sources: [
    'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
    'https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning',
    'https://github.com/openai/openai-node/blob/master/docs/azure.md',
  ],
};

/**
 * Creates an Azure OpenAI provider. `baseUrl` is required. The model is the name of a deployment. For dated API
 * versions, use the address `https://{resource}.openai.azure.com/openai/deployments/{model}?api-version=2024-10-21`.
 */
export const azure: VendorFactory<'azure', string> = /* @__PURE__ */ defineVendor(azureVendor);
