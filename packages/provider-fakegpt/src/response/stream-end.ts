import type { FinishReason, ProviderError, ProviderEvent } from '@understudy/core/provider';

/** How a stream ended. */
export type StreamEnd = FinishedStream | { readonly type: 'failed'; readonly error: ProviderError };

export interface FinishedStream {
  /** `cut` if the response reached its maximum length. It can be continued. */
  readonly type: 'finished' | 'cut';
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
}

/** The result of `ChatStreamDecoder.decode()` and `end()`. */
export interface Decoded {
  readonly events: readonly ProviderEvent[];
  /** Set if the stream has ended. Do not decode anything after it. */
  readonly end?: StreamEnd | undefined;
}
