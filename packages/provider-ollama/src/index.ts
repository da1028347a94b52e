export { ollama } from './ollama-provider.ts';
export type { OllamaLifecycle } from './ollama-provider.ts';
export type { OllamaOptions } from './ollama-settings.ts';
