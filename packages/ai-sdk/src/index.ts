export { toLanguageModel, toProvider } from './to-ai-sdk/to-language-model.ts';
export type { LanguageModelOptions, V3Options } from './to-ai-sdk/to-language-model.ts';
export type * from './specification/language-model.ts';
export type * from './specification/call-options.ts';
export type { Json, JsonRecord, Metadata } from './specification/json.ts';
