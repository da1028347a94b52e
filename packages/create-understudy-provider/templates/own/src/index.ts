export { myVendor } from './my-vendor-provider.ts';
export type { MyVendorDefinition, MyVendorModel } from './my-vendor-provider.ts';
export type { MyVendorOptions } from './my-vendor-settings.ts';
