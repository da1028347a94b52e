import { registerProvider } from '@understudy/core/provider';

import { defineMyVendor, myVendorMetadata, myVendorModels } from './my-vendor-provider.ts';
import { myVendorSettings } from './my-vendor-settings.ts';

registerProvider({
  ...myVendorMetadata,
  id: 'my-vendor',
  models: myVendorModels,
  settings: myVendorSettings,
  factory: defineMyVendor,
});
