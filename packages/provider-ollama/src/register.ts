import { registerProvider } from '@understudy/core/provider';

import { defineOllama, ollamaMetadata } from './ollama-provider.ts';
import { ollamaSettings } from './ollama-settings.ts';

registerProvider({
  ...ollamaMetadata,
  id: 'ollama',
  models: [],
  settings: ollamaSettings,
  factory: defineOllama,
});
