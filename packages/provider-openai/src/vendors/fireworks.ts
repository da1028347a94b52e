import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const fireworksVendor: Vendor<'fireworks'> = {
  id: 'fireworks',
  label: 'Fireworks',
  url: 'https://docs.fireworks.ai',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  credentialEnvVars: ['FIREWORKS_API_KEY'],
  quirks: { topK: true },
  sources: [
    'https://docs.fireworks.ai/tools-sdks/openai-compatibility',
    'https://docs.fireworks.ai/api-reference/post-chatcompletions',
  ],
};

/** Creates a Fireworks provider. Model references have the form
 * `fireworks/accounts/fireworks/models/gpt-oss-120b`. */
export const fireworks: VendorFactory<'fireworks', string> =
  /* @__PURE__ */ defineVendor(fireworksVendor);
