import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const vllmVendor: Vendor<'vllm'> = {
  id: 'vllm',
  label: 'vLLM',
  url: 'https://docs.vllm.ai',
  baseUrl: 'http://127.0.0.1:8000/v1',
  credentialEnvVars: ['VLLM_API_KEY'],
  quirks: { maxTokensField: 'max_tokens', topK: true, maxStopSequences: 64 },
  sources: ['https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html'],
};

/**
 * Creates a provider for a vLLM server on this machine. `apiKey` is the value of the server's `--api-key`
 * option, if it is set.
 */
export const vllm: VendorFactory<'vllm', string> = /* @__PURE__ */ defineVendor(vllmVendor);
