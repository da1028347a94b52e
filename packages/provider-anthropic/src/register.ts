import { registerProvider } from '@understudy/core/provider';

import { anthropicModels } from './anthropic-models.ts';
import { anthropicSettings, defaultId } from './anthropic-settings.ts';
import { anthropicMetadata, defineAnthropic } from './anthropic.ts';

registerProvider({
  ...anthropicMetadata,
  id: defaultId,
  models: anthropicModels,
  settings: anthropicSettings,
  factory: defineAnthropic,
});
