export { ollama } from './ollama.ts';
export type { OllamaLifecycle, OllamaOptions } from './ollama-settings.ts';
