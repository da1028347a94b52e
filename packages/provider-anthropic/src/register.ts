import { registerProvider } from '@understudy/core/provider';

import { anthropicModels } from './anthropic-models.ts';
import { settingDefinitions } from './anthropic-settings.ts';
import { anthropicMetadata, createDefinition, defaultId } from './anthropic.ts';

registerProvider({
  ...anthropicMetadata,
  id: defaultId,
  models: anthropicModels,
  settings: settingDefinitions,
  factory: createDefinition,
});
