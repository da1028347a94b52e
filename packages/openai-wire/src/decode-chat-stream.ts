import { isJsonObject, isProviderError, parseJson } from '@understudy/core/provider';
import type { ProviderError, ProviderEvent, SseMessage } from '@understudy/core/provider';

import { decodeErrorBody } from './decode-error-body.ts';
import type { DecodeSettings } from './decode-settings.ts';
import { ChunkFastPath } from './response/chunk-fast-path.ts';
import { malformed, reported, truncated } from './response/response-errors.ts';
import { ResponseReader } from './response/response-reader.ts';

/** How a stream ended: with the `finish` event, or with an error. */
export type StreamEnd =
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly error: ProviderError };

/** How far a read is decoded: whole, or no further than to the first word of the answer. */
export type DecodeUntil = 'end' | 'first-content';

/** What a read amounts to; with an end, nothing that follows is to be read. */
export interface Decoded {
  /** What came before a failure is among them. */
  readonly events: readonly ProviderEvent[];
  readonly end?: StreamEnd | undefined;
  /** What of the read is still to be decoded; only where it was decoded to the first word. */
  readonly remaining?: readonly SseMessage[];
}

/**
 * Turns the chunks of one answer into events. It holds what the dialect promises, and beyond that takes
 * what its speakers do: unknown fields, events of other names, objects of other kinds and further
 * choices are passed over. An event that is no JSON, choices that are no list, content that is no text
 * and calls that can't be are `malformed-response`.
 */
export class ChatStreamDecoder {
  readonly #answer: ResponseReader;
  readonly #template = new ChunkFastPath();
  /** Whether anything was told beside the start of the answer; before that the template has no text to learn from. */
  #spoke = false;

  constructor(settings: DecodeSettings) {
    this.#answer = new ResponseReader(settings);
  }

  /**
   * Decodes the events of one read, up to the end of the answer if they hold it. A short answer may come
   * in one read: decoded to the first word, that need not wait for all the others.
   */
  decode(messages: readonly SseMessage[], to: DecodeUntil = 'end'): Decoded {
    if (to === 'first-content' && !this.#spoke) return this.#decodeFirstWord(messages);
    return this.#gather(() => messages.some((message) => this.#readMessage(message)));
  }

  /** The end of the body without `[DONE]`: an end of the answer only where a finish reason came. */
  end(): Decoded {
    return this.#gather(() => {
      if (!this.#answer.ended) throw truncated();
      this.#answer.finish();
      return true;
    });
  }

  #decodeFirstWord(messages: readonly SseMessage[]): Decoded {
    let count = 0;
    const decoded = this.#gather(() => {
      for (const message of messages) {
        count += 1;
        if (this.#readMessage(message)) return true;
        if (this.#spoke) return false;
      }
      return false;
    });
    const isWhole = decoded.end !== undefined || count === messages.length;
    return isWhole ? decoded : { ...decoded, remaining: messages.slice(count) };
  }

  #gather(readToEnd: () => boolean): Decoded {
    try {
      const ended = readToEnd();
      const events = this.#answer.take();
      return ended ? { events, end: { type: 'finished' } } : { events };
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return { events: this.#answer.take(), end: { type: 'failed', error } };
    }
  }

  /** Whether the message ended the answer. */
  #readMessage({ event, data, unterminated }: SseMessage): boolean {
    if (event !== undefined && event !== 'message') {
      if (event === 'error') throw fromErrorEvent(data);
      return false;
    }
    const text = this.#spoke ? this.#template.read(data) : undefined;
    if (text !== undefined) {
      this.#answer.readText(text);
      return false;
    }
    // Before it is tried as JSON: to find out that it is none takes longer than all the rest of a chunk.
    const word = data.length < 64 ? data.trim() : data;
    if (word === '[DONE]') {
      this.#answer.finish();
      return true;
    }
    const json = parseJson(data);
    // An object that can be read is whole, though the end of the body may have cut off its blank line.
    if (isJsonObject(json)) {
      this.#answer.read(json);
      this.#spoke ||= this.#answer.spoke;
      this.#template.keep(data);
      return false;
    }
    if (unterminated === true || word === '') return false;
    throw malformed('chunks in JSON', json === undefined ? 'what is no JSON' : 'another value');
  }
}

/** An event named `error` tells one, whatever its data are. */
function fromErrorEvent(data: string): ProviderError {
  return reported(decodeErrorBody(parseJson(data)) ?? { message: data });
}
