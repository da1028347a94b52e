import { registerProvider } from '@understudy/core/provider';

import { createDefinition, vendorMetadata } from './define-vendor.ts';
import { settingsOf } from './openai-settings.ts';
import { groqVendor } from './vendors/groq.ts';
import { ollamaVendor } from './vendors/ollama.ts';
import { openaiVendor } from './vendors/openai.ts';
import { openrouterVendor } from './vendors/openrouter.ts';
import { vllmVendor } from './vendors/vllm.ts';

for (const vendor of [openaiVendor, openrouterVendor, groqVendor, ollamaVendor, vllmVendor]) {
  registerProvider({
    ...vendorMetadata(vendor),
    id: vendor.id,
    models: vendor.models ?? [],
    settings: settingsOf(vendor),
    factory: (settings) => createDefinition(vendor, settings),
  });
}
