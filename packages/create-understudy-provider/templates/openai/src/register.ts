import { registerVendor } from '@understudy/provider-openai';

import { vendor } from './my-vendor.ts';

registerVendor(vendor);
