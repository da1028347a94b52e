import { registerVendor } from './register-vendor.ts';
import { groqVendor } from './vendors/groq.ts';
import { ollamaVendor } from './vendors/ollama.ts';
import { openaiVendor } from './vendors/openai.ts';
import { openrouterVendor } from './vendors/openrouter.ts';
import { vllmVendor } from './vendors/vllm.ts';

for (const vendor of [openaiVendor, openrouterVendor, groqVendor, ollamaVendor, vllmVendor]) {
  registerVendor(vendor);
}
