export { openai } from './vendors/openai.ts';
export { openrouter } from './vendors/openrouter.ts';
export { groq } from './vendors/groq.ts';
export { ollama } from './vendors/ollama.ts';
export { vllm } from './vendors/vllm.ts';
export { defineVendor } from './define-vendor.ts';
export type { ActiveLifecycle, ModelAt, Vendor, VendorFactory, VendorOptions } from './vendor.ts';
export type { OpenAiModel } from './openai-models.ts';
export type { Quirks } from '@understudy/openai-wire';
