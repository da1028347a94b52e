import { defineVendor } from '@understudy/provider-openai';
import type { VendorFactory } from '@understudy/provider-openai';

import { vendor } from './my-vendor.ts';
import type { MyVendorModel } from './my-vendor.ts';

/**
 * The models of My Vendor.
 *
 * @throws ConfigurationError at the path of the option that is missing or wrong
 */
export const myVendor: VendorFactory<'my-vendor', MyVendorModel> = defineVendor(vendor);

export type { MyVendorModel } from './my-vendor.ts';
export type { VendorOptions as MyVendorOptions } from '@understudy/provider-openai';
