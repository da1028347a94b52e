import type { Vendor } from '../vendor.ts';
import {
  cerebrasVendor,
  dashscopeVendor,
  fireworksVendor,
  githubCopilotVendor,
  groqVendor,
  nvidiaVendor,
  openrouterVendor,
  togetherVendor,
} from './hosting-platforms.ts';
import { llamacppVendor, lmstudioVendor, ollamaVendor, vllmVendor } from './local-servers.ts';
import {
  deepseekVendor,
  geminiVendor,
  mistralVendor,
  moonshotVendor,
  perplexityVendor,
  xaiVendor,
  zaiVendor,
} from './model-developers.ts';
import { azureVendor, openaiVendor } from './openai.ts';

/** All vendors of this package. Apps import their factories one by one, so that a bundle contains only these. */
export const allVendors: readonly Vendor[] = [
  openaiVendor,
  azureVendor,
  openrouterVendor,
  groqVendor,
  mistralVendor,
  deepseekVendor,
  xaiVendor,
  togetherVendor,
  fireworksVendor,
  cerebrasVendor,
  perplexityVendor,
  moonshotVendor,
  zaiVendor,
  dashscopeVendor,
  nvidiaVendor,
  geminiVendor,
  githubCopilotVendor,
  ollamaVendor,
  vllmVendor,
  lmstudioVendor,
  llamacppVendor,
];

/** The vendors that are registered. The id `ollama` is registered by `@understudy/provider-ollama`. */
export const registeredVendors: readonly Vendor[] = allVendors.filter(({ id }) => id !== 'ollama');
