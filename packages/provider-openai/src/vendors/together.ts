import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const togetherVendor: Vendor<'together'> = {
  id: 'together',
  label: 'Together',
  url: 'https://docs.together.ai',
  baseUrl: 'https://api.together.xyz/v1',
  credentialEnvVars: ['TOGETHER_API_KEY'],
  quirks: { topK: true },
  sources: ['https://docs.together.ai/docs/inference/chat/parameters'],
};

/** Creates a Together provider. Model references have the form `together/openai/gpt-oss-120b`. */
export const together: VendorFactory<'together', string> =
  /* @__PURE__ */ defineVendor(togetherVendor);
