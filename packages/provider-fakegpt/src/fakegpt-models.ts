import type { ModelInfo } from '@understudy/core/provider';

/** The model names of ChatGPT's web API in 2023. */
export type FakeGptModel =
  | 'text-davinci-002-render-sha'
  | 'text-davinci-002-render-sha-mobile'
  | 'gpt-4'
  | 'gpt-4-mobile'
  | 'gpt-4-browsing'
  | 'gpt-4-plugins'
  | 'gpt-4-code-interpreter';

export const fakegptModels: readonly ModelInfo<FakeGptModel>[] = [
  { id: 'text-davinci-002-render-sha', label: 'GPT-3.5' },
  { id: 'text-davinci-002-render-sha-mobile', label: 'GPT-3.5 (mobile app)' },
  { id: 'gpt-4', label: 'GPT-4' },
  { id: 'gpt-4-mobile', label: 'GPT-4 (mobile app)' },
  { id: 'gpt-4-browsing', label: 'GPT-4 with browsing' },
  { id: 'gpt-4-plugins', label: 'GPT-4 with plugins' },
  { id: 'gpt-4-code-interpreter', label: 'GPT-4 with a code interpreter' },
];
