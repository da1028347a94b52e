import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { HttpBody, SizeLimits } from '@understudy/core/provider';

import { drainArray } from './drain-array.ts';
import { ObjectLine } from './open-event.ts';

/** One line of a stream of JSON documents (NDJSON, JSON Lines). */
export interface JsonLine {
  /** The line without its end. It is not parsed, and not blank. */
  readonly data: string;
  /** True if the stream ended before the line feed, and the line is not a JSON object. */
  readonly unterminated?: true;
}

/**
 * Splits a stream of JSON documents into lines and yields one array of lines per chunk of the body.
 *
 * The array is empty if the chunk completed no line. Carriage returns at the ends of lines and blank lines are left
 * out. A line that is a JSON object is complete without its line feed, also if the body fails after it. Stopping the
 * iteration stops the body.
 *
 * @throws ProviderError `response-too-large` for a line larger than `maxEventBytes`, after the lines before it. The
 * size is counted in UTF-16 code units, of which a text never has more than UTF-8 bytes
 */
export async function* readJsonLines(
  body: HttpBody,
  { maxEventBytes }: Pick<SizeLimits, 'maxEventBytes'>,
): AsyncGenerator<readonly JsonLine[], void, undefined> {
  const decoder = new TextDecoder();
  const line = new LineBuffer();
  const lines: JsonLine[] = [];
  for await (const bytes of body) {
    const parts = decoder.decode(bytes, { stream: true }).split('\n');
    const rest = parts.pop() ?? '';
    let isTooLarge = false;
    for (const part of parts) {
      // Most lines arrive in one read, so they need no buffer.
      const text = line.length === 0 ? part : line.complete(part);
      isTooLarge = text.length > maxEventBytes;
      if (isTooLarge) break;
      pushLine(lines, text);
    }
    line.add(rest);
    isTooLarge ||= line.length > maxEventBytes;
    if (!isTooLarge && rest !== '' && line.isObject) pushLine(lines, line.complete(''));
    const ready = drainArray(lines);
    if (!isTooLarge || ready.length > 0) yield ready;
    if (isTooLarge) throw lineTooLarge(maxEventBytes);
  }
  const data = trimEnd(line.complete(decoder.decode()));
  if (data.trim() !== '') yield [{ data, unterminated: true }];
}

/** The beginning of a line, in pieces, because a text that grows with `+=` is slow to search. */
class LineBuffer {
  readonly #line = new ObjectLine();
  length = 0;

  add(piece: string): void {
    this.#line.add(piece);
    this.length += piece.length;
  }

  /** Whether the line so far is a JSON object. */
  get isObject(): boolean {
    return this.#line.isComplete;
  }

  /** Returns the line with its last piece, and starts a new one. */
  complete(piece: string): string {
    this.#line.add(piece);
    this.length = 0;
    return this.#line.take();
  }
}

function pushLine(lines: JsonLine[], line: string): void {
  const data = trimEnd(line);
  if (data.trim() !== '') lines.push({ data });
}

function trimEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function lineTooLarge(maxEventBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected lines of at most ${formatBytes(maxEventBytes)} (limits.maxEventBytes), received a larger one`,
  });
}
