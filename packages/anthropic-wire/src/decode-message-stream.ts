import { isProviderError } from '@understudy/core/provider';
import type { JsonObject, ProviderError } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseJson } from '@understudy/provider-utils';
import type { Decoded, SseMessage } from '@understudy/provider-utils';
import { readIndex, UnknownLines } from '@understudy/provider-utils/internal';

import type { DecodeSettings } from './decode-settings.ts';
import { decodeErrorBody } from './error/decode-error-body.ts';
import { createInBandError, truncatedStream } from './error/response-errors.ts';
import { DeltaFastPath } from './response/delta-fast-path.ts';
import { MessageReader } from './response/message-reader.ts';

/**
 * Decodes the events of one streamed message.
 *
 * The `type` of the data counts; the name of an event is used only if the data has none. Unknown events, blocks and
 * deltas are ignored. Data that is not JSON, the start of another message and tool calls without a name end the stream
 * with `malformed-response`.
 */
export class MessageStreamDecoder {
  readonly #reader: MessageReader;
  readonly #messageStop: boolean;
  readonly #now: (() => number) | undefined;
  readonly #fastPath = new DeltaFastPath();
  readonly #unknownLines = new UnknownLines();

  constructor(settings: DecodeSettings) {
    this.#reader = new MessageReader(settings);
    this.#messageStop = settings.messageStop ?? true;
    this.#now = settings.now;
  }

  /** Whether the stream may end now, although `message_stop` was not received. */
  get mayEnd(): boolean {
    return !this.#messageStop && this.#reader.hasStopReason;
  }

  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly SseMessage[]): Decoded {
    return this.#collect(() => messages.some((message) => this.#readMessage(message)));
  }

  /**
   * Ends the stream after the last byte of a body without `message_stop`.
   *
   * Fails with `stream-truncated`, unless `messageStop` is false and the stop reason was received.
   */
  end(): Decoded {
    return this.#collect(() => {
      if (!this.mayEnd) throw truncatedStream();
      this.#reader.finish();
      return true;
    });
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
  #readMessage({ event, data, unterminated, unknownLine }: SseMessage): boolean {
    if (unknownLine === true) return this.#readUnknownLine(data);
    const known = this.#fastPath.read(data);
    if (known) {
      this.#reader.readDelta(known.index, known.delta);
      return false;
    }
    const json = parseJson(data);
    if (isJsonObject(json)) return this.#readEvent(json, { event, data });
    if (event === 'error') throw this.#createError({ type: 'error', message: data });
    // Gateways add the end marker of OpenAI, and events of their own.
    const isOther = event === 'ping' || data.trim() === '[DONE]' || data.trim() === '';
    if (unterminated === true || isOther) return false;
    throw malformedResponse(
      'events that are JSON objects',
      json === undefined ? 'invalid JSON' : 'another JSON value',
    );
  }

  /** An error or an event can be sent as JSON without `data:`. Other lines are not part of the response. */
  #readUnknownLine(line: string): boolean {
    const data = this.#unknownLines.add(line) ?? '';
    const json = parseJson(data);
    return isJsonObject(json) && this.#readEvent(json, { data });
  }

  #readEvent(json: JsonObject, { event: name, data }: SseMessage): boolean {
    const type = typeof json.type === 'string' ? json.type : name;
    switch (type) {
      case 'content_block_delta':
        this.#readDelta(json, data);
        return false;
      case 'content_block_start':
        this.#reader.startBlock(readIndex(json.index), json.content_block);
        return false;
      case 'content_block_stop':
        this.#reader.endBlock(readIndex(json.index));
        return false;
      case 'message_start':
        this.#reader.start(isJsonObject(json.message) ? json.message : {});
        return false;
      case 'message_delta':
        this.#reader.readMessageDelta(json);
        return false;
      case 'message_stop':
        this.#reader.finish(json.usage);
        return true;
      case 'ping':
        this.#reader.readPing();
        return false;
      case 'error':
        throw this.#createError({ ...json, type });
      case 'message':
        return this.#readComplete(json);
      default:
        return this.#readOther(json, name);
    }
  }

  #readDelta(json: JsonObject, data: string): void {
    const index = readIndex(json.index);
    const { delta } = json;
    this.#reader.readDelta(index, delta);
    if (isJsonObject(delta)) this.#fastPath.remember(data, { index, delta });
  }

  /** An error without a type, as sent by proxies. Everything else is ignored. */
  #readOther(json: JsonObject, name: string | undefined): boolean {
    const isError = name === 'error' || json.type === undefined;
    const error = isError ? decodeErrorBody(json, this.#now?.()) : undefined;
    if (error) throw createInBandError(error);
    return false;
  }

  /** Some proxies send the complete message as one event. */
  #readComplete(message: JsonObject): boolean {
    if (this.#reader.isStarted || !Array.isArray(message.content)) return false;
    this.#reader.start(message);
    this.#reader.finish();
    return true;
  }

  #createError(json: JsonObject): ProviderError {
    return createInBandError(decodeErrorBody(json, this.#now?.()) ?? {});
  }
}
