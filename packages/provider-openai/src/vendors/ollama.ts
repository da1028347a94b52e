import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const ollamaVendor: Vendor<'ollama'> = {
  id: 'ollama',
  label: 'Ollama',
  url: 'https://docs.ollama.com/api/openai-compatibility',
  baseUrl: 'http://127.0.0.1:11434/v1',
  credentialEnvVars: [],
  quirks: { callOnlyContent: 'empty', maxStopSequences: 64 },
  sources: [
    'https://docs.ollama.com/api/openai-compatibility',
    // "invalid message content type: <nil>"
    'https://github.com/pydantic/pydantic-ai/issues/5206',
  ],
};

/**
 * Creates a provider for Ollama on this machine. It needs no key. Model references have the form
 * `ollama/qwen3`.
 */
export const ollama: VendorFactory<'ollama', string> = /* @__PURE__ */ defineVendor(ollamaVendor);
