import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const mistralVendor: Vendor<'mistral'> = {
  id: 'mistral',
  label: 'Mistral',
  url: 'https://docs.mistral.ai/api',
  baseUrl: 'https://api.mistral.ai/v1',
  credentialEnvVars: ['MISTRAL_API_KEY'],
  quirks: {
    seedField: 'random_seed',
    streamUsage: false,
    shortToolCallIds: true,
    roleOrder: 'reply-after-tool',
    maxStopSequences: 64,
    maxTemperature: 1.5,
    unsupportedFields: ['user', 'metadata'],
  },
  sources: [
    'https://docs.mistral.ai/api',
    // "must be a-z, A-Z, 0-9, with a length of 9"
    'https://github.com/anomalyco/opencode/issues/1680',
    // "Unexpected role 'user' after role 'tool'"
    'https://github.com/mistralai/mistral-common/issues/169',
    // "Extra inputs are not permitted"
    'https://github.com/OpenHands/OpenHands-CLI/issues/83',
  ],
};

/** Creates a Mistral provider. Model references have the form `mistral/mistral-large-latest`. */
export const mistral: VendorFactory<'mistral', string> =
  /* @__PURE__ */ defineVendor(mistralVendor);
