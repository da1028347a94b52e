import { defineVendor } from '@understudy/provider-openai';

import { vendor } from './my-vendor.ts';
import type { MyVendorModel } from './my-vendor.ts';

/**
 * Returns the definition of the provider for My Vendor.
 *
 * @throws ConfigurationError for a missing or invalid option
 */
export const myVendor: ReturnType<typeof defineVendor<'my-vendor', MyVendorModel>> =
  defineVendor(vendor);

export type { MyVendorModel } from './my-vendor.ts';
export type { VendorOptions as MyVendorOptions } from '@understudy/provider-openai';
