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
 * Creates a provider for the OpenAI-compatible API of Ollama on this machine. It needs no key.
 *
 * `ollama()` of `@understudy/provider-ollama` uses the native API, which has a context window, thinking levels and the
 * capabilities of models. Both have the id `ollama`. Only the native provider is registered and discovered with it.
 */
export const ollama: VendorFactory<'ollama', string> = /* @__PURE__ */ defineVendor(ollamaVendor);
