import type { Vendor } from '../vendor.ts';
import { azureVendor } from './azure.ts';
import { cerebrasVendor } from './cerebras.ts';
import { dashscopeVendor } from './dashscope.ts';
import { deepseekVendor } from './deepseek.ts';
import { fireworksVendor } from './fireworks.ts';
import { geminiVendor } from './gemini.ts';
import { githubCopilotVendor } from './github-copilot.ts';
import { groqVendor } from './groq.ts';
import { llamacppVendor } from './llamacpp.ts';
import { lmstudioVendor } from './lmstudio.ts';
import { mistralVendor } from './mistral.ts';
import { moonshotVendor } from './moonshot.ts';
import { nvidiaVendor } from './nvidia.ts';
import { ollamaVendor } from './ollama.ts';
import { openaiVendor } from './openai.ts';
import { openrouterVendor } from './openrouter.ts';
import { perplexityVendor } from './perplexity.ts';
import { togetherVendor } from './together.ts';
import { vllmVendor } from './vllm.ts';
import { xaiVendor } from './xai.ts';
import { zaiVendor } from './zai.ts';

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
