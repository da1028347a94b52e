import { registerVendor } from './register-vendor.ts';
import { registeredVendors } from './vendors/all-vendors.ts';

for (const vendor of registeredVendors) registerVendor(vendor);
