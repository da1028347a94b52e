import type { FinishReason, ProviderCapabilities } from '@understudy/core';

import type { VendorErrorCode } from './wire-format.ts';

/** What a clause needs: a wire format (`wire`), or a capability of the provider. */
export type Requirement = 'wire' | keyof ProviderCapabilities;

/** The id of a clause, as in `skip` and in the names of the tests. */
export type ClauseId =
  | 'valid-manifest'
  | 'valid-definition'
  | 'valid-lifecycle'
  | 'valid-models'
  | 'starts-on-first-pull'
  | 'uses-injected-ports'
  | 'no-hidden-retries'
  | 'sends-messages'
  | 'sends-caller-headers'
  | 'sends-tools'
  | 'sends-tool-result-parts'
  | 'sends-images'
  | 'sends-files'
  | 'requests-json'
  | 'reports-unsupported-settings'
  | 'returns-signatures'
  | 'streams-text'
  | 'collects-response'
  | 'streams-reasoning'
  | 'reports-usage'
  | `finishes-with-${Exclude<FinishReason, 'tool-calls'>}`
  | 'finishes-once'
  | 'streams-tool-calls'
  | 'marks-incomplete-tool-calls'
  | 'keeps-part-order'
  | 'ends-blocks-in-order'
  | 'reports-progress'
  | 'reports-sources'
  | 'reports-finish-message'
  | 'emits-raw-events'
  | 'handles-any-chunking'
  | 'bounds-buffers'
  | 'respects-size-limits'
  | 'handles-backpressure'
  | 'isolates-concurrent-chats'
  | 'honors-abort'
  | 'cleans-up-on-early-return'
  | 'enforces-timeouts'
  | 'releases-on-close'
  | 'lists-models'
  | 'reports-model-facts'
  | `translates-${VendorErrorCode}`
  | 'reads-retry-after'
  | 'translates-connection-failed'
  | 'rejects-invalid-responses'
  | 'detects-truncation'
  | 'detects-empty-response'
  | 'in-band-error-before-content'
  | 'in-band-error-after-content'
  | 'redacts-secrets';
