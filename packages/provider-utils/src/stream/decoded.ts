import type { ProviderError, ProviderEvent } from '@understudy/core/provider';

/** The end of a stream: a `finish` event, or an error. */
export type StreamEnd =
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly error: ProviderError };

/** The result of `decode()` and `end()` of a decoder. */
export interface Decoded {
  /** Includes the events before an error. */
  readonly events: readonly ProviderEvent[];
  /** Set if the response has ended. Do not decode anything after it. */
  readonly end?: StreamEnd | undefined;
}
