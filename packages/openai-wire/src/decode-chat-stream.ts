import { isProviderError } from '@understudy/core/provider';
import type { ProviderError, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

import type { DecodeSettings } from './decode-settings.ts';
import { decodeErrorBody } from './error/decode-error-body.ts';
import { createInBandError, malformedResponse, truncatedStream } from './error/response-errors.ts';
import { ChunkFastPath } from './response/chunk-fast-path.ts';
import { ResponseReader } from './response/response-reader.ts';

/** The end of a stream: a `finish` event, or an error. */
export type StreamEnd =
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly error: ProviderError };

/** Where `decode()` stops: at the end of the messages, or after the first content. */
export type DecodeUntil = 'end' | 'first-content';

/** The result of `ChatStreamDecoder.decode()` and `end()`. */
export interface Decoded {
  /** Includes the events before an error. */
  readonly events: readonly ProviderEvent[];
  /** Set if the response has ended. Do not decode anything after it. */
  readonly end?: StreamEnd | undefined;
  /** The messages that are not decoded yet. Only set by `decode(messages, 'first-content')`. */
  readonly remaining?: readonly SseMessage[];
}

/**
 * Decodes the chunks of one streamed response into events.
 *
 * Unknown fields, named events, objects of other types and further choices are ignored. Data that is
 * not JSON, `choices` that is not an array, invalid content and invalid tool calls end the stream
 * with `malformed-response`.
 */
export class ChatStreamDecoder {
  readonly #reader: ResponseReader;
  readonly #fastPath = new ChunkFastPath();
  /** Whether any event after `response-start` was decoded. Before that, the fast path has no text to match. */
  #hasOutput = false;

  constructor(settings: DecodeSettings) {
    this.#reader = new ResponseReader(settings);
  }

  /** Whether the response has its finish reason, so that only token counts and the end marker can follow. */
  get hasFinishReason(): boolean {
    return this.#reader.hasFinishReason;
  }

  /**
   * Decodes the messages of one read, up to the end of the response if they contain it.
   *
   * With `first-content`, it stops after the first content, so that the first content does not wait
   * until the other messages are decoded. Pass `remaining` to the next call.
   */
  decode(messages: readonly SseMessage[], to: DecodeUntil = 'end'): Decoded {
    if (to === 'first-content' && !this.#hasOutput) return this.#decodeFirstContent(messages);
    return this.#collect(() => messages.some((message) => this.#readMessage(message)));
  }

  /**
   * Ends the stream after the last byte of a body without `[DONE]`.
   *
   * Fails with `stream-truncated` unless a finish reason was received.
   */
  end(): Decoded {
    return this.#collect(() => {
      if (!this.#reader.hasFinishReason) throw truncatedStream();
      this.#reader.finish();
      return true;
    });
  }

  #decodeFirstContent(messages: readonly SseMessage[]): Decoded {
    let count = 0;
    const decoded = this.#collect(() => {
      for (const message of messages) {
        count += 1;
        if (this.#readMessage(message)) return true;
        if (this.#hasOutput) return false;
      }
      return false;
    });
    const isComplete = decoded.end !== undefined || count === messages.length;
    return isComplete ? decoded : { ...decoded, remaining: messages.slice(count) };
  }

  /** Returns the events that `readToEnd` produced. `readToEnd` returns whether the response ended. */
  #collect(readToEnd: () => boolean): Decoded {
    try {
      const ended = readToEnd();
      const events = this.#reader.takeEvents();
      return ended ? { events, end: { type: 'finished' } } : { events };
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return { events: this.#reader.takeEvents(), end: { type: 'failed', error } };
    }
  }

  /** Returns whether the message ended the response. */
  #readMessage({ event, data, unterminated }: SseMessage): boolean {
    if (event !== undefined && event !== 'message') {
      if (event === 'error') throw decodeErrorEvent(data);
      return false;
    }
    const text = this.#hasOutput ? this.#fastPath.read(data) : undefined;
    if (text !== undefined) {
      this.#reader.readText(text);
      return false;
    }
    // Compared before the data is parsed, because a failed JSON.parse costs more than a whole chunk.
    const marker = data.length < 64 ? data.trim() : data;
    if (marker === '[DONE]') {
      this.#reader.finish();
      return true;
    }
    const json = parseJson(data);
    // A JSON object is complete even if the body ended before the blank line of its event.
    if (isJsonObject(json)) {
      this.#reader.read(json);
      this.#hasOutput ||= this.#reader.hasOutput;
      this.#fastPath.remember(data);
      return false;
    }
    if (unterminated === true || marker === '') return false;
    throw malformedResponse(
      'chunks that are JSON objects',
      json === undefined ? 'invalid JSON' : 'another JSON value',
    );
  }
}

/** An event named `error` is an error whatever its data is. */
function decodeErrorEvent(data: string): ProviderError {
  return createInBandError(decodeErrorBody(parseJson(data)) ?? { message: data });
}
