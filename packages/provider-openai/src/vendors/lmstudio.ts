import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const lmstudioVendor: Vendor<'lmstudio'> = {
  id: 'lmstudio',
  label: 'LM Studio',
  url: 'https://lmstudio.ai/docs/developer/openai-compat',
  baseUrl: 'http://127.0.0.1:1234/v1',
  credentialEnvVars: [],
  quirks: { toolChoice: 'required', topK: true, maxStopSequences: 64 },
  sources: [
    'https://lmstudio.ai/docs/developer/openai-compat/chat-completions',
    // "Invalid tool_choice type: 'object'"
    'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/670',
  ],
};

/** Creates a provider for LM Studio on this machine. It needs no key. */
export const lmstudio: VendorFactory<'lmstudio', string> =
  /* @__PURE__ */ defineVendor(lmstudioVendor);
