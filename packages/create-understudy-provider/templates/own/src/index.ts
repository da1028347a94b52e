export { myVendor } from './my-vendor-provider.ts';
export type { MyVendorDefinition } from './my-vendor-provider.ts';
export type { MyVendorModel } from './my-vendor-models.ts';
export type { MyVendorOptions } from './my-vendor-settings.ts';
