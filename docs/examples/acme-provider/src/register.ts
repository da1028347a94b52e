import { registerProvider } from '@understudy/core/provider';

import { acmeModels } from './acme-models.ts';
import { acmeMetadata, defineAcme } from './acme-provider.ts';
import { acmeSettings } from './acme-settings.ts';

registerProvider({
  ...acmeMetadata,
  id: 'acme',
  models: acmeModels,
  settings: acmeSettings,
  factory: defineAcme,
});
