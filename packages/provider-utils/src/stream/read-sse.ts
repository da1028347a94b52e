import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { HttpBody, SizeLimits } from '@understudy/core/provider';
import { createParser } from 'eventsource-parser';

import { drainArray } from './drain-array.ts';
import { LenientFraming } from './lenient-framing.ts';
import { endsWithBlankLine } from './open-event.ts';

/** One event of a `text/event-stream` (WHATWG HTML 9.2.6). */
export interface SseMessage {
  /** The value of the `event` field. Undefined if the event has none. */
  readonly event?: string | undefined;
  /** The values of the `data` fields, joined with line feeds. */
  readonly data: string;
  /**
   * True if the stream ended before the blank line of the event. WHATWG HTML 9.2.6 discards such an event. It is
   * returned because it can be an end marker such as `[DONE]`.
   */
  readonly unterminated?: true;
  /** True if `data` is a line that is not a field of an event stream. Only with the option `lenient`. */
  readonly unknownLine?: true;
}

/** Options of `readSse`. */
export interface SseOptions {
  /**
   * For streams of JSON whose framing can be wrong. Lines that are not fields, for example a JSON error without
   * `data:`, are returned as messages with `unknownLine`. JSON objects in `data` lines without a blank line between
   * them are separate events. An object or `[DONE]` in a line is returned at once, and an incomplete event also if the
   * body fails, before its error.
   *
   * @defaultValue false
   */
  readonly lenient?: boolean | undefined;
}

const streaming = { stream: true };

/** The size of the other fields of an event, which the buffer of the parser contains too. */
const otherFieldsBytes = 1024;

/**
 * Parses an event stream (WHATWG HTML 9.2.6) and yields one array of events per chunk of the body.
 *
 * The array is empty if the chunk completed no event. The fields `id` and `retry` are ignored, because a stream is
 * never resumed. Stopping the iteration stops the body.
 *
 * @throws ProviderError `response-too-large` for an event larger than `maxEventBytes`, after the events before it. The
 * size of its data is counted in UTF-16 code units, of which a text never has more than UTF-8 bytes
 */
export async function* readSse(
  body: HttpBody,
  { maxEventBytes }: Pick<SizeLimits, 'maxEventBytes'>,
  { lenient = false }: SseOptions = {},
): AsyncGenerator<readonly SseMessage[], void, undefined> {
  const read: SseMessage[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: maxEventBytes + otherFieldsBytes,
    onEvent: (message) => {
      if (message.data.length > maxEventBytes) tooLarge = true;
      if (tooLarge) return;
      if (lenient && message.data.includes('}\n')) splitObjects(message, read);
      else read.push(message);
    },
    onError: (error) => {
      tooLarge ||= error.type === 'max-buffer-size-exceeded';
      if (!lenient || tooLarge || error.type !== 'unknown-field') return;
      read.push({ data: error.line ?? '', unknownLine: true });
    },
  });
  // The parser removes a byte order mark, and also the text "ï»¿", from its first feed. The decoder has removed the
  // mark already, so the first feed is a line feed.
  parser.feed('\n');
  const decode = createDecoder();
  let framing: LenientFraming | undefined;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const bytes of body) {
      const text = decode(bytes);
      if (lenient && !framing && !endsWithBlankLine(text)) framing = new LenientFraming();
      parser.feed(framing ? framing.add(text) : text);
      tooLarge ||= framing !== undefined && framing.heldLength > maxEventBytes;
      const ready = drainArray(read);
      if (!tooLarge || ready.length > 0) yield ready;
      if (tooLarge) break;
    }
  } catch (error) {
    if (!lenient) throw error;
    failure = { error };
  }
  if (tooLarge) throw eventTooLarge(maxEventBytes);
  parser.feed(`${framing ? framing.flush(decode()) : decode()}\n\n`);
  if (tooLarge && !failure) throw eventTooLarge(maxEventBytes);
  const last = read.map((message) => ({ ...message, unterminated: true }) as const);
  if (last.length > 0) yield last;
  if (failure) throw failure.error;
}

/** A line feed between two objects, which are never one JSON document without a comma between them. */
const objectBoundary = /(?<=\}[ \t]*)\n(?=[ \t]*[{[])/;

/** Reads an event whose lines can be several JSON objects, each an event of its own. */
function splitObjects(message: SseMessage, read: SseMessage[]): void {
  for (const data of message.data.split(objectBoundary)) read.push({ ...message, data });
}

/**
 * Returns a streaming decoder that removes one byte order mark. `TextDecoder` of Node.js removes two if the first one
 * is split between chunks.
 */
function createDecoder(): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let started = false;
  return (bytes) => {
    const text = bytes ? decoder.decode(bytes, streaming) : decoder.decode();
    if (started || text === '') return text;
    started = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
}

function eventTooLarge(maxEventBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected events of at most ${formatBytes(maxEventBytes)} (limits.maxEventBytes), received a larger one`,
  });
}
