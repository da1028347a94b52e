import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const xaiVendor: Vendor<'xai'> = {
  id: 'xai',
  label: 'xAI',
  url: 'https://docs.x.ai',
  baseUrl: 'https://api.x.ai/v1',
  credentialEnvVars: ['XAI_API_KEY'],
  // "Adding them in the request would result in an error": this holds for reasoning models, which all newer ones are.
  quirks: { unsupportedFields: ['presence_penalty', 'frequency_penalty', 'stop'] },
  sources: ['https://docs.x.ai/docs/guides/reasoning'],
};

/** Creates an xAI provider. Model references have the form `xai/grok-4`. */
export const xai: VendorFactory<'xai', string> = /* @__PURE__ */ defineVendor(xaiVendor);
