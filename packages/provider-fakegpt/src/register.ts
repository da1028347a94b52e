import { registerProvider } from '@understudy/core/provider';

import { fakegptModels } from './fakegpt-models.ts';
import { defineFakeGpt, fakegptMetadata } from './fakegpt-provider.ts';
import { fakegptSettings } from './fakegpt-settings.ts';

registerProvider({
  ...fakegptMetadata,
  id: 'fakegpt',
  models: fakegptModels,
  settings: fakegptSettings,
  factory: defineFakeGpt,
});
