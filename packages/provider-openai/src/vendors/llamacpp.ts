import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const llamacppVendor: Vendor<'llamacpp'> = {
  id: 'llamacpp',
  label: 'llama.cpp',
  url: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
  baseUrl: 'http://127.0.0.1:8080/v1',
  credentialEnvVars: ['LLAMA_API_KEY'],
  quirks: { toolChoice: 'required', topK: true, maxStopSequences: 64 },
  sources: [
    'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
    // an object as tool_choice "silently falls back to auto"
    'https://github.com/ggml-org/llama.cpp/issues/26535',
  ],
};

/** Creates a provider for a llama.cpp server on this machine. `apiKey` is the value of the server's `--api-key` option, if
 * it is set. */
export const llamacpp: VendorFactory<'llamacpp', string> =
  /* @__PURE__ */ defineVendor(llamacppVendor);
