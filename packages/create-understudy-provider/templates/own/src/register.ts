import { registerProvider } from '@understudy/core/provider';

import { myVendorModels } from './my-vendor-models.ts';
import { myVendorMetadata, defineMyVendor } from './my-vendor-provider.ts';
import { myVendorSettings } from './my-vendor-settings.ts';

registerProvider({
  ...myVendorMetadata,
  id: 'my-vendor',
  models: myVendorModels,
  settings: myVendorSettings,
  factory: defineMyVendor,
});
