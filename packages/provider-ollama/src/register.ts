import { registerProvider } from '@understudy/core/provider';

import { defaultId, ollamaSettings } from './ollama-settings.ts';
import { defineOllama, ollamaMetadata } from './ollama.ts';

registerProvider({
  ...ollamaMetadata,
  id: defaultId,
  models: [],
  settings: ollamaSettings,
  factory: defineOllama,
});
