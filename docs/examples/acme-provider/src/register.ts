import { registerProvider } from '@understudy/core/provider';

import { defineAcme, acmeMetadata, acmeModels } from './acme-provider.ts';
import { acmeSettings } from './acme-settings.ts';

registerProvider({
  ...acmeMetadata,
  id: 'acme',
  models: acmeModels,
  settings: acmeSettings,
  factory: defineAcme,
});
