import { defineVendor } from '../define-vendor.ts';
import type { VendorFactory } from '../vendor.ts';

/** OpenRouter: one key for the models of many vendors, as in `openrouter/anthropic/claude-sonnet-5`. */
export const openrouter: VendorFactory<'openrouter', string> = defineVendor({
  id: 'openrouter',
  label: 'OpenRouter',
  url: 'https://openrouter.ai/docs',
  baseUrl: 'https://openrouter.ai/api/v1',
  credentials: ['OPENROUTER_API_KEY'],
  quirks: { reasoningField: 'reasoning', fileUrls: true },
  capabilities: { files: true },
});
