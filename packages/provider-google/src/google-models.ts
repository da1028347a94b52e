import type { ModelInfo } from '@understudy/core/provider';

/** Google's models. Editors complete them; other names compile too. */
export type GoogleModel =
  | 'gemini-4-argon'
  | 'gemini-3.8-flash'
  | 'gemini-3.7-flash'
  | 'gemini-3.6-flash'
  | 'gemini-3.5-flash'
  | 'gemini-3.5-flash-lite'
  | 'gemini-3.1-pro-preview'
  | 'gemini-3.1-flash-lite'
  | 'gemini-3-flash-preview'
  | 'gemini-2.5-pro'
  | 'gemini-2.5-flash'
  | 'gemini-2.5-flash-lite'
  | 'gemini-pro-latest'
  | 'gemini-flash-latest'
  | 'gemini-flash-lite-latest';

const million = { contextTokens: 1_048_576, maxOutputTokens: 65_536 };

/** Limits are set if they are published: https://ai.google.dev/gemini-api/docs/models. */
export const googleModels: readonly ModelInfo<GoogleModel>[] = [
  // The limit of the output includes that of the input; see `continuationToken`.
  { id: 'gemini-4-argon', label: 'Gemini 4 Argon', contextTokens: 1_048_576 },
  { id: 'gemini-3.8-flash', label: 'Gemini 3.8 Flash', ...million },
  { id: 'gemini-3.7-flash', label: 'Gemini 3.7 Flash', ...million },
  { id: 'gemini-3.6-flash', label: 'Gemini 3.6 Flash', ...million },
  { id: 'gemini-3.5-flash', label: 'Gemini 3.5 Flash', ...million },
  { id: 'gemini-3.5-flash-lite', label: 'Gemini 3.5 Flash-Lite', ...million },
  { id: 'gemini-3.1-pro-preview', label: 'Gemini 3.1 Pro', ...million },
  { id: 'gemini-3.1-flash-lite', label: 'Gemini 3.1 Flash-Lite', ...million },
  { id: 'gemini-3-flash-preview', label: 'Gemini 3 Flash', ...million },
  { id: 'gemini-2.5-pro', label: 'Gemini 2.5 Pro', ...million },
  { id: 'gemini-2.5-flash', label: 'Gemini 2.5 Flash', ...million },
  { id: 'gemini-2.5-flash-lite', label: 'Gemini 2.5 Flash-Lite', ...million },
  { id: 'gemini-pro-latest', label: 'Gemini Pro (latest)' },
  { id: 'gemini-flash-latest', label: 'Gemini Flash (latest)' },
  { id: 'gemini-flash-lite-latest', label: 'Gemini Flash-Lite (latest)' },
];
