import type { Vendor } from '@understudy/provider-openai';

/** Models known by name, which an editor completes; any other of the vendor's is accepted too. */
export type MyVendorModel = 'first-model';

/** How My Vendor differs from others that speak OpenAI's dialect. */
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
