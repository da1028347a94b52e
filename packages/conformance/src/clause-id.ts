import type { FinishReason, ProviderCapabilities } from '@understudy/core';

import type { VendorErrorCode } from './wire-format.ts';

/** What a clause needs: a wire format (`wire`), or a capability of the provider. */
export type Requirement = 'wire' | keyof ProviderCapabilities;

/** The id of a clause, as in `skip` and in the names of the tests. */
export type ClauseId =
  | 'valid-manifest'
  | 'valid-definition'
  | 'valid-lifecycle'
  | 'starts-on-first-pull'
  | 'uses-injected-ports'
  | 'no-hidden-retries'
  | 'sends-messages'
  | 'sends-caller-headers'
  | 'sends-tools'
  | 'sends-images'
  | 'sends-files'
  | 'requests-json'
  | 'streams-text'
  | 'collects-response'
  | 'streams-reasoning'
  | 'reports-usage'
  | `finishes-with-${Exclude<FinishReason, 'tool-calls'>}`
  | 'streams-tool-calls'
  | 'handles-any-chunking'
  | 'bounds-buffers'
  | 'handles-backpressure'
  | 'isolates-concurrent-chats'
  | 'honors-abort'
  | 'cleans-up-on-early-return'
  | 'enforces-timeouts'
  | 'releases-on-close'
  | 'lists-models'
  | `translates-${VendorErrorCode}`
  | 'reads-retry-after'
  | 'translates-connection-failed'
  | 'rejects-invalid-responses'
  | 'detects-truncation'
  | 'detects-empty-response'
  | 'in-band-error-before-content'
  | 'in-band-error-after-content'
  | 'redacts-secrets';
