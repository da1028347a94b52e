import type { Attempt } from '../chat/attempt.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatResponse } from '../chat/chat-response.ts';

/**
 * The answer to one chat. Nothing is opened until it is pulled: by an iteration, or by `text()` or
 * `response()`. It is pulled once, so iterate it either as events or as text.
 *
 * Whoever stops early (`break`, `cancel()`, the signal, `await using`) closes the socket at once. A
 * failure rejects where it is awaited: in the iteration, in `text()`, in `response()`.
 */
export interface ChatStream extends AsyncIterable<ChatEvent>, AsyncDisposable {
  /** The pieces of the text as they come; a second way to iterate, not a second iteration. */
  readonly textStream: AsyncIterable<string>;
  /** What was tried so far, in order. */
  readonly attempts: readonly Attempt[];
  /** The whole text. */
  text(): Promise<string>;
  /**
   * The whole answer. While the stream is iterated this only waits for its end; else it reads the
   * stream by itself, and a later iteration throws. After `break` or `cancel()` it rejects with the
   * abort.
   */
  response(): Promise<ChatResponse>;
  /** Ends the chat; resolves when everything that it opened is let go. */
  cancel(reason?: unknown): Promise<void>;
}
