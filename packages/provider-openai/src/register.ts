import { registerProvider } from '@understudy/core/provider';

import { createDefinition, vendorMetadata } from './define-vendor.ts';
import { openaiSettings } from './openai-settings.ts';
import { openaiVendor } from './vendors/openai.ts';

registerProvider({
  ...vendorMetadata(openaiVendor),
  id: openaiVendor.id,
  models: openaiVendor.models ?? [],
  settings: openaiSettings,
  factory: (settings) => createDefinition(openaiVendor, settings),
});
