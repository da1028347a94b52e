export { anthropic } from './anthropic.ts';
export type { AnthropicDefinition, AnthropicOptions } from './anthropic-settings.ts';
export type { AnthropicModel } from './anthropic-models.ts';
export type { ApiVersion } from '@understudy/anthropic-wire';
