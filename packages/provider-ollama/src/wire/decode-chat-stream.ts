import { isProviderError, ProviderError } from '@understudy/core/provider';
import {
  createInBandError,
  isJsonObject,
  malformedResponse,
  parseJson,
} from '@understudy/provider-utils';
import type { Decoded, JsonLine } from '@understudy/provider-utils';
import type { StreamDecoder } from '@understudy/provider-utils/internal';

import { decodeErrorBody } from './decode-error-body.ts';
import { LineFastPath } from './response/line-fast-path.ts';
import { ResponseReader } from './response/response-reader.ts';
import type { ResponseSettings } from './response/response-reader.ts';

/**
 * Decodes the lines of one response into events.
 *
 * The line with `done: true` ends the response. Unknown fields are metadata, and lines without a message are ignored. A
 * line that is neither a JSON object nor null, content that is not a text and invalid tool calls fail with
 * `malformed-response`.
 */
export class ChatStreamDecoder implements StreamDecoder<JsonLine> {
  /** A reason to end without `done: true` ends a response only with its body, because more lines can follow. */
  readonly mayEnd = false;
  readonly #reader: ResponseReader;
  readonly #now: (() => number) | undefined;
  readonly #fastPath = new LineFastPath();

  constructor(settings: ResponseSettings) {
    this.#reader = new ResponseReader(settings);
    this.#now = settings.now;
  }

  /** Decodes the lines of one read, up to the end of the response if they contain it. */
  decode(lines: readonly JsonLine[]): Decoded {
    try {
      for (const line of lines) {
        if (!this.#readLine(line)) continue;
        return { events: this.#reader.takeEvents(), end: { type: 'finished' } };
      }
      return { events: this.#reader.takeEvents() };
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return { events: this.#reader.takeEvents(), end: { type: 'failed', error } };
    }
  }

  /**
   * Ends the stream after the body if the last line has a reason to end, which some backends of Ollama send without
   * `done: true`. Fails with `stream-truncated` otherwise.
   */
  end(): Decoded {
    return this.#reader.end()
      ? { events: this.#reader.takeEvents(), end: { type: 'finished' } }
      : { events: [], end: { type: 'failed', error: truncatedStream() } };
  }

  /** Returns whether the line ended the response. */
  #readLine({ data, unterminated }: JsonLine): boolean {
    const text = this.#fastPath.read(data);
    if (text !== undefined) {
      this.#reader.readText(text);
      return false;
    }
    const line = parseJson(data);
    // A JSON object is complete even if the body ended before the line feed.
    if (line === undefined && unterminated === true) throw truncatedStream();
    if (line === null) return false;
    if (!isJsonObject(line)) {
      throw malformedResponse(
        'lines that are JSON objects',
        line === undefined ? 'invalid JSON' : 'another JSON value',
      );
    }
    const error = decodeErrorBody(line, this.#now?.());
    if (error) throw createInBandError(error);
    const isDone = this.#reader.read(line, data);
    this.#fastPath.remember(data, line);
    return isDone;
  }
}

function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a line with done: true',
  });
}
