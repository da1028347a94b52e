import type { FinishReason, ProviderCapabilities } from '@understudy/core';

import type { RefusalCode } from './stage.ts';

/** What a clause can't be judged without: bytes on a wire, or a capability. */
export type Need = 'wire' | keyof ProviderCapabilities;

export type ClauseId =
  | 'has-a-manifest'
  | 'has-a-definition'
  | 'tells-its-lifecycle'
  | 'waits-for-the-first-pull'
  | 'uses-its-ports'
  | 'asks-once'
  | 'sends-the-conversation'
  | 'sends-the-callers-headers'
  | 'sends-tools'
  | 'sends-images'
  | 'sends-files'
  | 'asks-for-json'
  | 'streams-text'
  | 'gives-a-whole-answer'
  | 'streams-reasoning'
  | 'reports-usage'
  | `finishes-with-${Exclude<FinishReason, 'tool-calls'>}`
  | 'calls-tools'
  | 'survives-any-chunking'
  | 'bounds-its-buffers'
  | 'bears-a-slow-consumer'
  | 'keeps-chats-apart'
  | 'honours-abort'
  | 'lets-go-when-left'
  | 'keeps-time-limits'
  | 'closes'
  | 'lists-models'
  | `translates-${RefusalCode}`
  | 'reads-retry-after'
  | 'translates-connection-failed'
  | 'refuses-what-is-no-answer'
  | 'tells-truncated-from-whole'
  | 'tells-empty-from-whole'
  | 'fails-in-band-before-content'
  | 'fails-in-band-after-content'
  | 'redacts-secrets';
