import { registerVendor } from './register-vendor.ts';
import { allVendors } from './vendors/all-vendors.ts';

for (const vendor of allVendors) registerVendor(vendor);
