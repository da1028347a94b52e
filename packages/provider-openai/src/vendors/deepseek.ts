import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const deepseekVendor: Vendor<'deepseek'> = {
  id: 'deepseek',
  label: 'DeepSeek',
  url: 'https://api-docs.deepseek.com',
  baseUrl: 'https://api.deepseek.com/v1',
  credentialEnvVars: ['DEEPSEEK_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    jsonSchema: false,
    textParts: false,
    maxStopSequences: 16,
  },
  capabilities: { images: false },
  sources: [
    // reasoning_content "must be fully passed back" after tool calls
    'https://api-docs.deepseek.com/guides/thinking_mode',
    'https://api-docs.deepseek.com/api/create-chat-completion',
    // "invalid type: sequence, expected a string"
    'https://github.com/QwenLM/qwen-code/issues/2318',
    // json_schema "is unavailable"
    'https://github.com/dzhng/deep-research/issues/22',
  ],
};

/** Creates a DeepSeek provider. Model references have the form `deepseek/deepseek-reasoner`. */
export const deepseek: VendorFactory<'deepseek', string> =
  /* @__PURE__ */ defineVendor(deepseekVendor);
