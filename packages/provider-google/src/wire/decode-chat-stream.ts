import { isProviderError } from '@understudy/core/provider';
import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  createInBandError,
  isJsonObject,
  malformedResponse,
  parseJson,
} from '@understudy/provider-utils';
import type { Decoded, SseMessage } from '@understudy/provider-utils';
import { UnknownLines } from '@understudy/provider-utils/internal';
import type { StreamDecoder } from '@understudy/provider-utils/internal';

import { decodeErrorBody } from './decode-error-body.ts';
import { truncatedStream } from './response/response-errors.ts';
import type { ResponseReader } from './response/response-reader.ts';
import { TextFastPath } from './response/text-fast-path.ts';

/** A second byte order mark hides the field name of the first line. */
const secondMark = /^\uFEFF(?:data:)?/;

/**
 * Decodes the chunks of one streamed request. Its end does not end the response, because a further request can continue
 * it.
 *
 * The API sends no end marker: a finish reason or the reason of a block is the sign that the response is complete.
 * Names of events, keep-alives and `[DONE]`, which some proxies add, are ignored. Data that is not JSON, text that is
 * not a text and invalid function calls fail with `malformed-response`.
 */
export class ChatStreamDecoder implements StreamDecoder<SseMessage> {
  readonly #reader: ResponseReader;
  readonly #fastPath = new TextFastPath();
  readonly #unknownLines = new UnknownLines();

  constructor(reader: ResponseReader) {
    this.#reader = reader;
  }

  get mayEnd(): boolean {
    return this.#reader.hasEnd;
  }

  /** Decodes the messages of one read. */
  decode(messages: readonly SseMessage[]): Decoded {
    try {
      for (const message of messages) this.#readMessage(message);
      return { events: this.#reader.takeEvents() };
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** Ends the stream after the last byte of the body. Fails with `stream-truncated` without a sign of the end. */
  end(): Decoded {
    try {
      this.#readCounts();
      requireEnd(this.#reader);
      return { events: this.#reader.takeEvents() };
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** Returns the last events of a stream whose connection failed. */
  fail(): readonly ProviderEvent[] {
    this.#readCounts();
    this.#reader.fail();
    return this.#reader.takeEvents();
  }

  /** Returns the last events of a response, and the error that ended it. */
  #fail(error: unknown): Decoded {
    if (!isProviderError(error)) throw error;
    return { events: this.fail(), end: { type: 'failed', error } };
  }

  /** Reads the token counts of the last chunk, if it was not parsed completely. */
  #readCounts(): void {
    const data = this.#fastPath.takeUnread();
    const chunk = data === undefined ? undefined : parseJson(data);
    if (isJsonObject(chunk)) this.#reader.readUsage(chunk);
  }

  #readMessage({ event, data, unterminated, unknownLine }: SseMessage): void {
    if (unknownLine === true) return this.#readUnknownLine(data);
    const text = this.#fastPath.read(data);
    if (text) return this.#reader.readText(text);
    this.#readCounts();
    const json = parseJson(data);
    if (json === undefined) {
      if (event === 'error')
        throw createInBandError(decodeErrorBody({ message: data }, this.#reader.now) ?? {});
      const isOther = event === 'ping' || data.trim() === '' || data.trim() === '[DONE]';
      if (unterminated === true || isOther) return;
      throw malformedResponse('events that are JSON objects', 'invalid JSON');
    }
    readDocument(json, data, this.#reader);
    if (isJsonObject(json)) this.#fastPath.remember(data, json);
  }

  /** An error can be sent as JSON without `data:`. Other lines are not part of the response. */
  #readUnknownLine(line: string): void {
    const data = this.#unknownLines.add(line.replace(secondMark, '')) ?? '';
    const json = parseJson(data);
    if (json !== undefined) readDocument(json, data, this.#reader);
  }
}

/** Decodes a complete response, or the list of chunks of a server that does not send events. */
export function decodeChatResponse(json: JsonValue, reader: ResponseReader): Decoded {
  return collect(reader, () => {
    readDocument(json, JSON.stringify(json), reader);
    requireEnd(reader);
  });
}

/** Returns the last events of a response. Call it after the last request. */
export function finishResponse(reader: ResponseReader): Decoded {
  return collect(reader, () => reader.finish());
}

function requireEnd({ hasEnd }: ResponseReader): void {
  if (!hasEnd) throw truncatedStream();
}

function readDocument(json: JsonValue, data: string, reader: ResponseReader): void {
  const error = decodeErrorBody(json, reader.now);
  if (error) throw createInBandError(error);
  if (Array.isArray(json)) {
    for (const each of json) readDocument(each, JSON.stringify(each), reader);
  } else if (isJsonObject(json)) {
    reader.read(json, data);
  } else if (json !== null) {
    throw malformedResponse('events that are JSON objects', 'another JSON value');
  }
}

/** Returns the events that `read` produced, and the error that it threw. */
function collect(reader: ResponseReader, read: () => void): Decoded {
  try {
    read();
    return { events: reader.takeEvents() };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    reader.fail();
    return { events: reader.takeEvents(), end: { type: 'failed', error } };
  }
}
