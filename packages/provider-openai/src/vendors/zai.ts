import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const zaiVendor: Vendor<'zai'> = {
  id: 'zai',
  label: 'Z.ai',
  url: 'https://docs.z.ai',
  baseUrl: 'https://api.z.ai/api/paas/v4',
  credentialEnvVars: ['ZAI_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    jsonSchema: false,
    toolChoice: 'auto',
    maxStopSequences: 1,
    maxTemperature: 1,
    unsupportedFields: ['seed', 'presence_penalty', 'frequency_penalty', 'user'],
  },
  sources: [
    'https://docs.z.ai/api-reference/llm/chat-completion',
    'https://docs.z.ai/guides/develop/openai/python',
  ],
};

/** Creates a Z.ai provider. Model references have the form `zai/glm-4.6`. */
export const zai: VendorFactory<'zai', string> = /* @__PURE__ */ defineVendor(zaiVendor);
