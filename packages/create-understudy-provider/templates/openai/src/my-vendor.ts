import type { Vendor } from '@understudy/provider-openai';

/** Models that editors complete. Other models of the vendor are accepted too. */
export type MyVendorModel = 'first-model';

/** How My Vendor differs from other OpenAI-compatible vendors. */
export const vendor: Vendor<'my-vendor', MyVendorModel> = {
  id: 'my-vendor',
  label: 'My Vendor',
  url: 'https://my-vendor.example/docs',
  baseUrl: 'https://api.my-vendor.example/v1',
  credentialEnvVars: ['MY_VENDOR_API_KEY'],
  models: [{ id: 'first-model' }],
  quirks: {},
  capabilities: {},
};
