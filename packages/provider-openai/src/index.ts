export { openai, azure } from './vendors/openai.ts';
export {
  openrouter,
  groq,
  together,
  fireworks,
  cerebras,
  dashscope,
  nvidia,
  githubCopilot,
} from './vendors/hosting-platforms.ts';
export {
  mistral,
  deepseek,
  xai,
  perplexity,
  moonshot,
  zai,
  gemini,
} from './vendors/model-developers.ts';
export { ollama, vllm, lmstudio, llamacpp } from './vendors/local-servers.ts';
export { defineVendor } from './define-vendor.ts';
export { registerVendor } from './register-vendor.ts';
export type { ApiName, Vendor, VendorOptions } from './vendor.ts';
export type { OpenAiModel } from './openai-models.ts';
export type { Quirks } from '@understudy/openai-wire';
