import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const perplexityVendor: Vendor<'perplexity'> = {
  id: 'perplexity',
  label: 'Perplexity',
  url: 'https://docs.perplexity.ai',
  baseUrl: 'https://api.perplexity.ai',
  credentialEnvVars: ['PERPLEXITY_API_KEY'],
  quirks: {
    thinkTags: 'opened',
    roleOrder: 'alternating',
    topK: true,
    unsupportedFields: ['stop'],
  },
  capabilities: { tools: false },
  sources: [
    'https://docs.perplexity.ai/api-reference/chat-completions-post',
    // "user and assistant roles should be alternating"
    'https://github.com/perplexityai/api-discussion/issues/265',
    // "may not allow fields like `stop`"
    'https://www.librechat.ai/docs/configuration/librechat_yaml/ai_endpoints/perplexity',
  ],
};

/** Creates a Perplexity provider. It has no tools. Model references have the form `perplexity/sonar-pro`. */
export const perplexity: VendorFactory<'perplexity', string> =
  /* @__PURE__ */ defineVendor(perplexityVendor);
