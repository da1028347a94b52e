export { toLanguageModel, toProvider } from './to-ai-sdk/to-language-model.ts';
export type { LanguageModelOptions, V3Options } from './to-ai-sdk/to-language-model.ts';
export type * from './specification/language-model.ts';
export type * from './specification/call-options.ts';
export type { Json, JsonRecord, Metadata } from './specification/json.ts';
export { fromLanguageModel, fromProvider } from './from-ai-sdk/from-language-model.ts';
export type {
  LanguageModelSourceOptions,
  ModelOptions,
} from './from-ai-sdk/from-language-model.ts';
export type {
  ModelProviderSource,
  ModelSource,
  ModelStream,
  UrlPatterns,
} from './from-ai-sdk/model-source.ts';
export type { DownloadedFile } from './from-ai-sdk/request/download-files.ts';
