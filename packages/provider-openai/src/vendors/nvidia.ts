import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const nvidiaVendor: Vendor<'nvidia'> = {
  id: 'nvidia',
  label: 'NVIDIA',
  url: 'https://docs.api.nvidia.com/nim',
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  credentialEnvVars: ['NVIDIA_API_KEY'],
  quirks: {
    streamUsage: false,
    maxTemperature: 1,
    unsupportedFields: ['presence_penalty', 'frequency_penalty'],
  },
  sources: [
    'https://docs.api.nvidia.com/nim/reference/llm-apis',
    // "Extra inputs are not permitted"
    'https://github.com/Kilo-Org/kilocode/issues/9652',
    // stream_options: "silently hangs"
    'https://github.com/HKUDS/DeepTutor/pull/420',
  ],
};

/** Creates a provider for the models of the NVIDIA API catalog. Model references have the form
 * `nvidia/meta/llama-3.3-70b-instruct`. */
export const nvidia: VendorFactory<'nvidia', string> = /* @__PURE__ */ defineVendor(nvidiaVendor);
