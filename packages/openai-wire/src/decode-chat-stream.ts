import { isProviderError } from '@understudy/core/provider';
import type { JsonObject, ProviderError } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseJson } from '@understudy/provider-utils';
import type { Decoded, SseMessage } from '@understudy/provider-utils';
import { UnknownLines } from '@understudy/provider-utils/internal';

import type { DecodeSettings } from './decode-settings.ts';
import { createInBandError, truncatedStream } from './error/response-errors.ts';
import { readErrorData, readErrorText } from './response/read-error.ts';
import { ResponseReader } from './response/response-reader.ts';
import { ChunkFastPath } from './response/stream/chunk-fast-path.ts';
import { isErrorText, readStreamData } from './response/stream/stream-data.ts';

/**
 * Decodes the chunks of one streamed response into events.
 *
 * Unknown fields, objects of other types, keep-alives and further choices are ignored. Data that is neither JSON nor a
 * keep-alive, `choices` that is not an array, invalid content and invalid tool calls end the stream with
 * `malformed-response`, unless the response has its finish reason: nothing that follows it is an error.
 */
export class ChatStreamDecoder {
  readonly #reader: ResponseReader;
  readonly #now: (() => number) | undefined;
  readonly #fastPath = new ChunkFastPath();
  #unknownLines: UnknownLines | undefined;
  /** A part of the stream that was not decoded. The response is complete only if it has a finish reason. */
  #unreadable: string | undefined;
  /** Whether any event after `response-start` was decoded. Before that, the fast path has no text to match. */
  #hasOutput = false;

  constructor(settings: DecodeSettings) {
    this.#reader = new ResponseReader(settings);
    this.#now = settings.now;
  }

  /** Whether the stream may end now, although the end marker was not received: the response has its finish reason. */
  get mayEnd(): boolean {
    return this.#reader.hasFinishReason;
  }

  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly SseMessage[]): Decoded {
    try {
      for (const message of messages) {
        if (this.#readMessage(message)) return this.#takeLast();
      }
    } catch (error) {
      return this.#fail(error);
    }
    return { events: this.#reader.takeEvents() };
  }

  /**
   * Ends the stream after the last byte of a body without `[DONE]`.
   *
   * Fails unless a finish reason was received: with the error of a part that was not decoded, or with
   * `stream-truncated`.
   */
  end(): Decoded {
    if (!this.#reader.hasFinishReason) {
      return this.#fail(this.#incompleteStream() ?? truncatedStream());
    }
    try {
      this.#reader.finish();
      return this.#takeLast();
    } catch (error) {
      return this.#fail(error);
    }
  }

  #takeLast(): Decoded {
    return { events: this.#reader.takeEvents(), end: { type: 'finished' } };
  }

  #fail(error: unknown): Decoded {
    if (!isProviderError(error)) throw error;
    return { events: this.#reader.takeEvents(), end: { type: 'failed', error } };
  }

  /** Returns whether the message ended the response. */
  #readMessage(message: SseMessage): boolean {
    if (this.#readRepetition(message)) return false;
    try {
      if (!this.#readContent(message)) return false;
    } catch (error) {
      if (!this.#reader.hasFinishReason || !isProviderError(error)) throw error;
      return false;
    }
    const error = this.#reader.hasFinishReason ? undefined : this.#incompleteStream();
    if (error) throw error;
    this.#reader.finish();
    return true;
  }

  /** Reads a chunk that differs from the previous one only in its text. Returns whether the message is one. */
  #readRepetition({ event = 'message', data, unknownLine }: SseMessage): boolean {
    const mayRepeat = this.#hasOutput && event === 'message' && unknownLine !== true;
    const text = mayRepeat ? this.#fastPath.read(data) : undefined;
    if (text === undefined) return false;
    this.#reader.readText(text);
    return true;
  }

  /** Reads the content of a message. Returns whether the message is the end marker. */
  #readContent(message: SseMessage): boolean {
    if (message.unknownLine === true) return this.#readUnknownLine(message);
    this.#keepUnreadable(this.#unknownLines?.take());
    const { event, data, unterminated } = message;
    if (event === undefined || event === 'message') {
      return this.#readData(data, unterminated === true);
    }
    return this.#readNamedEvent(event, message);
  }

  #readData(data: string, isUnterminated: boolean): boolean {
    // Compared before the data is parsed, because a failed JSON.parse costs more than a whole chunk.
    if (data === '[DONE]') return true;
    const json = parseJson(data);
    // A JSON object is complete even if the body ended before the blank line of its event.
    if (!isJsonObject(json)) return this.#readOther(data, isUnterminated);
    this.#readChunk(json);
    this.#fastPath.remember(data);
    return false;
  }

  #readChunk(chunk: JsonObject): void {
    this.#reader.read(chunk);
    this.#hasOutput ||= this.#reader.hasOutput;
  }

  /** Reads data that is not a JSON object. If it is cut off or a line of its own, it can be ignored until the end. */
  #readOther(data: string, isOptional: boolean): boolean {
    const read = readStreamData(data);
    switch (read.type) {
      case 'chunks':
        for (const chunk of read.chunks) this.#readChunk(chunk);
        return false;
      case 'lines':
        return read.lines.some((line, index) =>
          this.#readOther(line, isOptional && index === read.lines.length - 1),
        );
      case 'done':
        return true;
      case 'other-done':
        return this.#reader.hasFinishReason;
      case 'keep-alive':
        return false;
      case 'error':
      case 'unreadable':
        if (isOptional) this.#keepUnreadable(data);
        else if (read.type === 'error')
          throw createInBandError(readErrorText(read.message, this.#now?.()));
        else throw malformedResponse('chunks that are JSON objects', read.received);
        return false;
    }
  }

  /** Reads a line that is not a field: bare JSON, an error, or text. */
  #readUnknownLine({ data }: SseMessage): boolean {
    this.#unknownLines ??= new UnknownLines();
    const text = this.#unknownLines.add(data);
    if (text === undefined) return false;
    const [field] = errorField.exec(text) ?? [];
    if (field !== undefined)
      throw createInBandError(readErrorData(text.slice(field.length), this.#now?.()));
    try {
      return this.#readOther(text, true);
    } catch (error) {
      // WHATWG HTML 9.2.6 ignores the line, so it must not end the response.
      if (!isProviderError(error) || error.code !== 'malformed-response') throw error;
      this.#keepUnreadable(text);
      return false;
    }
  }

  /** Events of other names are notices, unless they are errors or contain chunks. */
  #readNamedEvent(event: string, { data }: SseMessage): boolean {
    if (errorEvent.test(event)) throw createInBandError(readErrorData(data, this.#now?.()));
    const json = parseJson(data);
    if (isJsonObject(json) && Array.isArray(json['choices'])) this.#readChunk(json);
    return endEvent.test(event) && data.trim() === '[DONE]';
  }

  /** Keeps the first part that was not decoded, or the first one that reports an error. */
  #keepUnreadable(text: string | undefined): void {
    if (text === undefined) return;
    const isBetter = this.#unreadable === undefined || !isErrorText(this.#unreadable);
    if (isBetter) this.#unreadable = text.slice(0, 2048);
  }

  /** Returns the error of a stream that has no finish reason and a part that was not decoded. */
  #incompleteStream(): ProviderError | undefined {
    this.#keepUnreadable(this.#unknownLines?.take());
    const text = this.#unreadable;
    if (text === undefined) return this.#reader.hasUnknownChunk ? truncatedStream() : undefined;
    return isErrorText(text)
      ? createInBandError(readErrorText(text, this.#now?.()))
      : truncatedStream();
  }
}

/** llama.cpp sent errors in a field of its own. */
const errorField = /^\s*[\w-]*error[\w-]*\s*:\s*/i;
const errorEvent =
  /^(?:(?:response|chat|stream|server|internal|api|upstream)[._-])*(?:error|exception|failed|failure|fatal)$/i;
const endEvent = /^(?:done|end|complete|completed|finish|close)$/i;
