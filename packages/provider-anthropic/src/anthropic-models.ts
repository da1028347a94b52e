import type { ModelInfo } from '@understudy/core/provider';

/** Anthropic's models. Editors complete them; other names compile too. */
export type AnthropicModel =
  | 'claude-fable-5-2'
  | 'claude-fable-5-1'
  | 'claude-fable-5'
  | 'claude-opus-5-5'
  | 'claude-opus-5'
  | 'claude-sonnet-5-5'
  | 'claude-sonnet-5'
  | 'claude-haiku-5-5'
  | 'claude-opus-4-8'
  | 'claude-opus-4-7'
  | 'claude-opus-4-6'
  | 'claude-sonnet-4-6'
  | 'claude-opus-4-5'
  | 'claude-sonnet-4-5'
  | 'claude-haiku-4-5';

const current = { maxOutputTokens: 128_000 };
const earlier = { maxOutputTokens: 64_000 };
const million = { contextTokens: 1_000_000, ...current };

/** `contextTokens` is set if it is published: https://platform.claude.com/docs/en/about-claude/models/overview. */
export const anthropicModels: readonly ModelInfo<AnthropicModel>[] = [
  { id: 'claude-fable-5-2', label: 'Claude Fable 5.2', ...current },
  { id: 'claude-fable-5-1', label: 'Claude Fable 5.1', ...million },
  { id: 'claude-fable-5', label: 'Claude Fable 5', ...current },
  { id: 'claude-opus-5-5', label: 'Claude Opus 5.5', ...million },
  { id: 'claude-opus-5', label: 'Claude Opus 5', ...million },
  { id: 'claude-sonnet-5-5', label: 'Claude Sonnet 5.5', ...current },
  { id: 'claude-sonnet-5', label: 'Claude Sonnet 5', ...million },
  { id: 'claude-haiku-5-5', label: 'Claude Haiku 5.5', ...current },
  { id: 'claude-opus-4-8', label: 'Claude Opus 4.8', ...current },
  { id: 'claude-opus-4-7', label: 'Claude Opus 4.7', ...current },
  { id: 'claude-opus-4-6', label: 'Claude Opus 4.6', ...current },
  { id: 'claude-sonnet-4-6', label: 'Claude Sonnet 4.6', ...current },
  { id: 'claude-opus-4-5', label: 'Claude Opus 4.5', contextTokens: 200_000, ...earlier },
  { id: 'claude-sonnet-4-5', label: 'Claude Sonnet 4.5', ...earlier },
  { id: 'claude-haiku-4-5', label: 'Claude Haiku 4.5', contextTokens: 200_000, ...earlier },
];
