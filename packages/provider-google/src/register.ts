import { registerProvider } from '@understudy/core/provider';

import { googleModels } from './google-models.ts';
import { defaultId, googleSettings } from './google-settings.ts';
import { defineGoogle, googleMetadata } from './google.ts';

registerProvider({
  ...googleMetadata,
  id: defaultId,
  models: googleModels,
  settings: googleSettings,
  factory: defineGoogle,
});
