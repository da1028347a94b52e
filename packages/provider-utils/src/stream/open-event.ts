import { parseJson } from '@understudy/core/internal';

/** A line that ends like an object after each piece is not parsed more often than this, so that the cost is linear. */
const maxAttempts = 32;

const lastLineBreak = /(?:\r\n|\n|\r)$/;
const completeEnd = /[}\]][ \t]*$/;
const objectLine = /^(?:data:[ \t]*)?\{/;
const endMarkerLine = /^data:[ \t]*\[DONE\][ \t]*$/;
const dataLine = /^data(?::|$)/;

/** A line in pieces, and whether it is a JSON object or the end marker. */
export class ObjectLine {
  readonly #pieces: string[] = [];
  #attempts = 0;

  add(piece: string): void {
    if (piece !== '') this.#pieces.push(piece);
  }

  /** Returns the line so far, and starts the next one. */
  take(): string {
    const line = this.#pieces.join('');
    this.clear();
    return line;
  }

  clear(): void {
    this.#pieces.length = 0;
    this.#attempts = 0;
  }

  /** Whether nothing but a line break can follow. */
  get isComplete(): boolean {
    if (this.#attempts >= maxAttempts || !completeEnd.test(this.#pieces.at(-1)?.slice(-16) ?? ''))
      return false;
    this.#attempts += 1;
    const line = this.#pieces.join('');
    if (endMarkerLine.test(line)) return true;
    return objectLine.test(line) && parseJson(line.slice(line.indexOf('{'))) !== undefined;
  }
}

/**
 * Follows the last event of a stream of JSON, to find out whether it is complete although its blank line is missing.
 *
 * Some servers send neither a blank line nor a line break after the last event, and then nothing, or a reset.
 */
export class OpenEvent {
  readonly #line = new ObjectLine();
  /** Whether the event has data in earlier lines, so the last line is a part of one document. */
  #hasData = false;

  /** Returns the line breaks that end the last event after this text, or an empty string if the event is incomplete. */
  endAfter(text: string): string {
    if (endsWithBlankLine(text)) return this.#endEvent('');
    const lineBreak = lastLineBreak.exec(text.slice(-2))?.[0] ?? '';
    const start = findEventStart(text);
    if (start > 0) this.#endEvent('');
    const lines = text.slice(start, text.length - lineBreak.length).split(/\r\n|\n|\r/);
    for (const line of lines.slice(0, -1)) this.#endLine(line);
    this.#line.add(lines.at(-1) ?? '');
    if (!this.#hasData && this.#line.isComplete) {
      // A carriage return and a line feed are one line break, so two line feeds follow it.
      return this.#endEvent(lineBreak.endsWith('\n') ? '\n' : '\n\n');
    }
    if (lineBreak !== '') this.#endLine('');
    return '';
  }

  #endEvent(lineBreaks: string): string {
    this.#line.clear();
    this.#hasData = false;
    return lineBreaks;
  }

  /** An object in a line is not continued, because two objects are never one document. */
  #endLine(end: string): void {
    this.#line.add(end);
    const line = this.#line.take();
    if (line === '') this.#hasData = false;
    else this.#hasData ||= dataLine.test(line) && !completeEnd.test(line.slice(-16));
  }
}

/**
 * Whether a text ends with a complete event, with the line ends of most servers. If all texts of a stream do, it can be
 * parsed without `LenientFraming`.
 */
export function endsWithBlankLine(text: string): boolean {
  return text.endsWith('\n\n') || text.endsWith('\r\n\r\n');
}

const lineFeeds: readonly string[] = ['\n\n'];
const blankLines: readonly string[] = [...lineFeeds, '\n\r\n', '\r\r'];

/** Returns where the text after the last blank line starts. */
function findEventStart(text: string): number {
  // Searching the whole text for a pattern that it does not contain costs as much as decoding it.
  const searched = text.includes('\r') ? blankLines : lineFeeds;
  const ends = searched.map((blankLine) => {
    const start = text.lastIndexOf(blankLine);
    return start < 0 ? 0 : start + blankLine.length;
  });
  return Math.min(Math.max(...ends), text.length);
}
