import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const openrouterVendor: Vendor<'openrouter'> = {
  id: 'openrouter',
  label: 'OpenRouter',
  url: 'https://openrouter.ai/docs',
  baseUrl: 'https://openrouter.ai/api/v1',
  credentialEnvVars: ['OPENROUTER_API_KEY'],
  quirks: { reasoningField: 'reasoning', fileUrls: true, topK: true },
  capabilities: { files: true },
  sources: [
    'https://openrouter.ai/docs/api-reference/overview',
    'https://openrouter.ai/docs/use-cases/reasoning-tokens',
  ],
};

/** Creates an OpenRouter provider. Model references have the form `openrouter/anthropic/claude-sonnet-5`. */
export const openrouter: VendorFactory<'openrouter', string> =
  /* @__PURE__ */ defineVendor(openrouterVendor);
