import type { ModelInfo } from '@understudy/core/provider';

/** OpenAI's models for chat completions. Editors complete them; other names compile too. */
export type OpenAiModel =
  | 'gpt-6-astra'
  | 'gpt-6.1-sol'
  | 'gpt-6.1-terra'
  | 'gpt-6-sol'
  | 'gpt-6-luna'
  | 'gpt-5.5'
  | 'gpt-5.4'
  | 'gpt-5.4-mini'
  | 'gpt-5.4-nano'
  | 'gpt-5.2'
  | 'gpt-5.1'
  | 'gpt-5'
  | 'gpt-5-mini'
  | 'gpt-5-nano'
  | 'gpt-4.1'
  | 'gpt-4.1-mini'
  | 'gpt-4o'
  | 'gpt-4o-mini'
  | 'o3';

/** `contextTokens` is set if OpenAI publishes it: https://developers.openai.com/api/docs/models. */
export const openaiModels: readonly ModelInfo<OpenAiModel>[] = [
  { id: 'gpt-6-astra', label: 'GPT-6 Astra' },
  { id: 'gpt-6.1-sol', label: 'GPT-6.1 Sol' },
  { id: 'gpt-6.1-terra', label: 'GPT-6.1 Terra', contextTokens: 1_050_000 },
  { id: 'gpt-6-sol', label: 'GPT-6 Sol', contextTokens: 1_050_000 },
  { id: 'gpt-6-luna', label: 'GPT-6 Luna', contextTokens: 1_050_000 },
  { id: 'gpt-5.5', label: 'GPT-5.5', contextTokens: 1_050_000 },
  { id: 'gpt-5.4', label: 'GPT-5.4', contextTokens: 1_050_000 },
  { id: 'gpt-5.4-mini', label: 'GPT-5.4 mini', contextTokens: 400_000 },
  { id: 'gpt-5.4-nano', label: 'GPT-5.4 nano', contextTokens: 400_000 },
  { id: 'gpt-5.2', label: 'GPT-5.2', contextTokens: 400_000 },
  { id: 'gpt-5.1', label: 'GPT-5.1', contextTokens: 400_000 },
  { id: 'gpt-5', label: 'GPT-5', contextTokens: 400_000 },
  { id: 'gpt-5-mini', label: 'GPT-5 mini', contextTokens: 400_000 },
  { id: 'gpt-5-nano', label: 'GPT-5 nano', contextTokens: 400_000 },
  { id: 'gpt-4.1', label: 'GPT-4.1', contextTokens: 1_047_576 },
  { id: 'gpt-4.1-mini', label: 'GPT-4.1 mini', contextTokens: 1_047_576 },
  { id: 'gpt-4o', label: 'GPT-4o', contextTokens: 128_000 },
  { id: 'gpt-4o-mini', label: 'GPT-4o mini', contextTokens: 128_000 },
  { id: 'o3', label: 'o3', contextTokens: 200_000 },
];
