import { registerProvider } from '@understudy/core/provider';

import { defineFakeGpt, fakegptMetadata } from './fakegpt-provider.ts';
import { fakegptSettings } from './fakegpt-settings.ts';

registerProvider({
  ...fakegptMetadata,
  id: 'fakegpt',
  settings: fakegptSettings,
  factory: defineFakeGpt,
});
