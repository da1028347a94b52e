import type { ProviderError, ProviderEvent } from '@understudy/core/provider';

import type { SseMessage } from './read-sse.ts';

/** The end of a stream: a `finish` event, or an error. */
export type StreamEnd =
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly error: ProviderError };

/** Where `decode()` stops: at the end of the messages, or after the first content. */
export type DecodeUntil = 'end' | 'first-content';

/** The result of `decode()` and `end()` of a decoder. */
export interface Decoded {
  /** Includes the events before an error. */
  readonly events: readonly ProviderEvent[];
  /** Set if the response has ended. Do not decode anything after it. */
  readonly end?: StreamEnd | undefined;
  /** The messages that are not decoded yet. Only set by `decode(messages, 'first-content')`. */
  readonly remaining?: readonly SseMessage[];
}
