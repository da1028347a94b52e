import type { Attempt } from '../chat/attempt.ts';
import type { ChatBatch, ChatEvent } from '../chat/chat-event.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import type { JsonValue } from '../chat/json.ts';

/**
 * The response to one chat. The request is sent on the first read: an iteration, `text()` or `response()`.
 * It can be read once, either as events or as text. The first read decides which.
 *
 * `break`, `cancel()`, `await using` and the caller's signal close the socket immediately. If the chat
 * fails, the iteration, `text()` and `response()` reject with its error.
 */
export interface ChatStream<Output = JsonValue> extends AsyncIterable<ChatEvent>, AsyncDisposable {
  /** The id of the chat, which its telemetry events contain. */
  readonly id: string;
  /** The non-empty pieces of the text as they arrive. An alternative to iterating over the events. */
  readonly textStream: AsyncIterable<string>;
  /**
   * The events in arrays, one array for each read of the socket. An alternative to iterating over the events, for
   * servers that forward the stream.
   */
  readonly batches: AsyncIterable<ChatBatch>;
  /** The attempts so far, in order. The array is replaced with each change. */
  readonly attempts: readonly Attempt[];
  /**
   * Returns the complete text. Reads the stream and rejects in the same way as `response()`. Does not validate the text
   * of an iteration with the commit `first-content`.
   */
  text(): Promise<string>;
  /**
   * Returns the complete response as soon as its finish is received. Reads the stream, if no iteration has
   * begun; a later iteration then throws. If an iteration has begun, the rest is read into memory, and the
   * iteration continues with the same events.
   *
   * After `break`, `cancel()` or an abort, rejects with the reason of the abort, unless the finish was received
   * before.
   *
   * @throws UnderstudyError the error of the chat; `response-rejected` if the text of an iteration with the commit
   * `first-content` does not match the Standard Schema of `responseFormat`; the reason of the caller's signal
   */
  response(): Promise<ChatResponse<Output>>;
  /**
   * Ends the chat and closes its socket. Resolves when its attempt has ended. Does not wait for the provider's
   * own cleanup; the `close()` of the runtime does.
   *
   * @param reason - the value with which the chat rejects. @defaultValue a DOMException with the name `AbortError`
   */
  cancel(reason?: unknown): Promise<void>;
}
