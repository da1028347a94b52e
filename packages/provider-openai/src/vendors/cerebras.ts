import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const cerebrasVendor: Vendor<'cerebras'> = {
  id: 'cerebras',
  label: 'Cerebras',
  url: 'https://inference-docs.cerebras.ai',
  baseUrl: 'https://api.cerebras.ai/v1',
  credentialEnvVars: ['CEREBRAS_API_KEY'],
  quirks: {
    maxTokensField: 'max_completion_tokens',
    maxTemperature: 1.5,
    unsupportedFields: ['presence_penalty', 'frequency_penalty'],
  },
  capabilities: { images: false },
  sources: [
    'https://inference-docs.cerebras.ai/resources/openai',
    'https://inference-docs.cerebras.ai/api-reference/chat-completions',
  ],
};

/** Creates a Cerebras provider. Model references have the form `cerebras/gpt-oss-120b`. */
export const cerebras: VendorFactory<'cerebras', string> =
  /* @__PURE__ */ defineVendor(cerebrasVendor);
