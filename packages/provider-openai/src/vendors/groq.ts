import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const groqVendor: Vendor<'groq'> = {
  id: 'groq',
  label: 'Groq',
  url: 'https://console.groq.com/docs',
  baseUrl: 'https://api.groq.com/openai/v1',
  credentialEnvVars: ['GROQ_API_KEY'],
  quirks: { unsupportedFields: ['metadata'] },
  sources: ['https://console.groq.com/docs/openai'],
};

/** Creates a Groq provider. Model references have the form `groq/openai/gpt-oss-120b`. */
export const groq: VendorFactory<'groq', string> = /* @__PURE__ */ defineVendor(groqVendor);
