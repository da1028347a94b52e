import { isProviderError } from '@understudy/core/provider';
import type { ProviderError, ProviderEvent } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/provider-utils';

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

/** What collects the events of a response. */
interface EventSource {
  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[];
}

/** Returns the events that `readToEnd` produced. `readToEnd` returns whether the response ended. */
export function collectEvents(source: EventSource, readToEnd: () => boolean): Decoded {
  try {
    const ended = readToEnd();
    const events = source.takeEvents();
    return ended ? { events, end: { type: 'finished' } } : { events };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events: source.takeEvents(), end: { type: 'failed', error } };
  }
}

interface MessageReading {
  /** Returns whether the message ended the response. */
  readonly read: (message: SseMessage) => boolean;
  /** Whether a message so far had content. */
  readonly hasContent: () => boolean;
}

/** Decodes messages up to the first one with content. */
export function collectFirstContent(
  source: EventSource,
  messages: readonly SseMessage[],
  { read, hasContent }: MessageReading,
): Decoded {
  let count = 0;
  const decoded = collectEvents(source, () => {
    for (const message of messages) {
      count += 1;
      if (read(message)) return true;
      if (hasContent()) return false;
    }
    return false;
  });
  const isComplete = decoded.end !== undefined || count === messages.length;
  return isComplete ? decoded : { ...decoded, remaining: messages.slice(count) };
}
