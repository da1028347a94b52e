import { isProviderError } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseJson, readObject } from '@understudy/provider-utils';
import type { Decoded, SseMessage } from '@understudy/provider-utils';
import { UnknownLines } from '@understudy/provider-utils/internal';

import type { DecodeSettings } from '../decode-settings.ts';
import { createInBandError } from '../error/response-errors.ts';
import { readErrorData } from '../response/read-error.ts';
import { readStreamData } from '../response/stream/stream-data.ts';
import { truncatedResponse } from './response-errors.ts';
import { DeltaFastPath } from './response/delta-fast-path.ts';
import { kindOfEvent } from './response/item-kind.ts';
import { readErrorEvent } from './response/read-response-error.ts';
import { ResponseReader } from './response/response-reader.ts';

/**
 * Decodes the events of one streamed response.
 *
 * The `type` of the data counts; the name of an event is used only if the data has none. Items are found by their
 * `output_index` and their id, of which servers omit or change both. Unknown events and items are ignored. Data that is
 * neither JSON nor a keep-alive, and calls without a name, end the stream with `malformed-response`.
 */
export class ResponseStreamDecoder {
  /** Whether the stream may end now. It may not: a response is complete only with its last event. */
  readonly mayEnd = false;
  readonly #reader: ResponseReader;
  readonly #now: (() => number) | undefined;
  readonly #fastPath = new DeltaFastPath();
  readonly #unknownLines = new UnknownLines();
  #isInProgress = false;

  constructor(settings: DecodeSettings) {
    this.#reader = new ResponseReader(settings);
    this.#now = settings.now;
  }

  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly SseMessage[]): Decoded {
    try {
      for (const message of messages) {
        if (this.#readMessage(message)) {
          return { events: this.#reader.takeEvents(), end: { type: 'finished' } };
        }
      }
    } catch (error) {
      return this.#fail(error);
    }
    return { events: this.#reader.takeEvents() };
  }

  /** Ends the stream after the last byte of a body without the last event. Fails with `stream-truncated`. */
  end(): Decoded {
    return this.#fail(truncatedResponse());
  }

  #fail(error: unknown): Decoded {
    if (!isProviderError(error)) throw error;
    return { events: this.#reader.takeEvents(), end: { type: 'failed', error } };
  }

  /** Returns whether the message ended the response. */
  #readMessage({ event, data, unterminated, unknownLine }: SseMessage): boolean {
    if (unknownLine === true) return this.#readUnknownLine(data);
    const delta = this.#fastPath.read(data);
    if (delta) {
      this.#reader.readItem(delta);
      return false;
    }
    const json = parseJson(data);
    if (isJsonObject(json)) {
      const isEnd = this.#readEvent(json, event);
      if (json.type === 'response.output_text.delta') this.#fastPath.remember(data, json);
      return isEnd;
    }
    if (event === 'error') throw createInBandError(readErrorData(data, this.#now?.()));
    return this.#readOther(data, event, unterminated === true);
  }

  /** An error or an event can be sent as JSON without `data:`. Other lines are not part of the response. */
  #readUnknownLine(line: string): boolean {
    const json = parseJson(this.#unknownLines.add(line) ?? '');
    return isJsonObject(json) && this.#readEvent(json, undefined);
  }

  #readEvent(data: JsonObject, name: string | undefined): boolean {
    const hasType = typeof data.type === 'string' || name === undefined;
    const json = hasType ? data : { ...data, type: name };
    switch (json.type) {
      case 'response.output_text.delta':
      case 'response.reasoning_summary_text.delta':
      case 'response.function_call_arguments.delta':
        this.#reader.readItem(json);
        return false;
      case 'response.output_item.added':
        this.#reader.startItem(json);
        return false;
      case 'response.output_item.done':
        this.#reader.endItem(json);
        return false;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.done':
        this.#reader.finish(responseOf(json));
        return true;
      case 'response.failed':
      case 'response.cancelled':
        return this.#reader.fail(responseIn(json), json);
      case 'error':
      case 'response.error':
        throw createInBandError(readErrorEvent(json, this.#now?.()));
      default:
        return this.#readUnspecific(json);
    }
  }

  /** Events about the response, events inside an item, keep-alives, and objects without a type. */
  #readUnspecific(json: JsonObject): boolean {
    switch (json.type) {
      case 'response.created':
        this.#reader.create(responseIn(json));
        return false;
      case 'response.queued':
        this.#reader.start(responseIn(json));
        this.#reader.readProgress('loading');
        return false;
      case 'response.in_progress':
        this.#reader.start(responseIn(json));
        if (this.#isInProgress) this.#reader.readProgress('thinking');
        this.#isInProgress = true;
        return false;
      case 'keepalive':
      case 'ping':
        this.#reader.readPing();
        return false;
      default:
        return this.#readOtherEvent(json);
    }
  }

  #readOtherEvent(json: JsonObject): boolean {
    if (isItemEvent(json)) {
      this.#reader.readItem(json);
      return false;
    }
    if (json.type !== undefined) return false;
    if (json.error !== undefined && json.error !== null) {
      throw createInBandError(readErrorEvent(json, this.#now?.()));
    }
    if (!isCompleteResponse(json)) return false;
    this.#reader.finish(json);
    return true;
  }

  #readOther(data: string, event: string | undefined, isOptional: boolean): boolean {
    const read = readStreamData(data);
    switch (read.type) {
      case 'chunks':
        return read.chunks.some((chunk) => this.#readEvent(chunk, event));
      case 'lines':
        return read.lines.some((line) => this.#readOther(line, event, isOptional));
      case 'error':
        throw createInBandError(readErrorData(read.message, this.#now?.()));
      case 'done':
      case 'other-done':
      case 'keep-alive':
        return false;
      case 'unreadable':
        if (isOptional) return false;
        throw malformedResponse('events that are JSON objects', read.received);
    }
  }
}

/** Some servers send the response itself as the data of its events. */
function responseIn(json: JsonObject): JsonObject {
  const response = readObject(json, 'response');
  if (response || json.object !== 'response') return response ?? {};
  const { type: _type, ...fields } = json;
  return fields;
}

/** Some servers send no response in the last event, or one without a status or with that of every response. */
function responseOf(json: JsonObject): JsonObject {
  const response = responseIn(json);
  const status = json.type === 'response.incomplete' ? 'incomplete' : 'completed';
  const isKnown = typeof response.status === 'string' && response.status !== 'completed';
  return isKnown ? response : { ...response, status };
}

/** Some servers send no index. */
function isItemEvent(json: JsonObject): boolean {
  return json.output_index !== undefined || kindOfEvent(json) !== undefined;
}

/** Some servers send the complete response as one event without a type. */
function isCompleteResponse({ output, status }: JsonObject): boolean {
  return Array.isArray(output) && (status === 'completed' || status === 'incomplete');
}
