import { createParser } from 'eventsource-parser';

import { ProviderError } from '../errors/provider-error.ts';
import { drainArray } from '../lists/drain-array.ts';
import type { HttpBody } from '../ports/http.ts';

/** One event of an event stream. */
export interface SseMessage {
  /** The value of its `event` field; undefined where it has none. */
  readonly event?: string | undefined;
  readonly data: string;
  /**
   * True for an event that the end of the stream cut off before its blank line. The standard drops
   * it (HTML, 9.2.6); it may still be an end marker.
   */
  readonly unterminated?: true;
}

export interface SseOptions {
  /** Beyond this an event is refused; counted in UTF-16 units, of which no text has more than bytes. */
  readonly maxEventBytes: number;
}

/** An event beyond this is refused where the dialect says nothing else: 1 MiB. */
export const defaultMaxEventBytes = 1_048_576;

/** What may be held beside the data of one event: the names of its fields, and their short values. */
const fieldBytes = 1024;

/**
 * The events of an event stream, in arrays: one for each read of the socket, empty where a read
 * completed none. Ids and reconnection times are not reported: nothing is ever sent twice for them.
 *
 * @throws ProviderError `response-too-large`, after the events before it
 */
export async function* readSse(
  body: HttpBody,
  { maxEventBytes }: SseOptions = { maxEventBytes: defaultMaxEventBytes },
): AsyncGenerator<readonly SseMessage[], void, undefined> {
  const read: SseMessage[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: maxEventBytes + fieldBytes,
    onEvent: (message) => {
      if (message.data.length > maxEventBytes) tooLarge = true;
      if (!tooLarge) read.push(message);
    },
    onError: (error) => {
      tooLarge ||= error.type === 'max-buffer-size-exceeded';
    },
  });
  // The parser looks for a byte order mark at its beginning, and takes the letters "ï»¿" for one too.
  parser.feed('\n');
  const decode = createDecoder();
  for await (const bytes of body) {
    parser.feed(decode(bytes));
    const ready = drainArray(read);
    if (tooLarge) {
      if (ready.length > 0) yield ready;
      throw eventTooLarge(maxEventBytes);
    }
    yield ready;
  }
  parser.feed(`${decode()}\n\n`);
  if (tooLarge) throw eventTooLarge(maxEventBytes);
  const last = read.map((message) => ({ ...message, unterminated: true }) as const);
  if (last.length > 0) yield last;
}

/** Bytes to text without the byte order mark; Node's own way takes off two where the first is cut. */
function createDecoder(): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let started = false;
  return (bytes) => {
    const text = decoder.decode(bytes, { stream: bytes !== undefined });
    if (started || text === '') return text;
    started = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
}

function eventTooLarge(maxEventBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected events of at most ${maxEventBytes} bytes, and a larger one came`,
  });
}
