import { endsWithBlankLine, ObjectLine, OpenEvent } from './open-event.ts';

const lineFeed = 10;
const carriageReturn = 13;
const fieldNames = ['data', 'event', 'id', 'retry'];

/** Longer than every name of a field with its colon. */
const prefixLength = 8;

/** The end of a JSON object in a line, and the line break if no blank line follows. */
const objectEnd = /\}[ \t]*(\r\n|\n|\r)$/;
const objectStart = /^data:[ \t]*[{[]/;
const objectBoundary = /(\}[ \t]*)(\r\n|\n|\r)(?=data:[ \t]*[{[])/g;

/**
 * Prepares the text of an event stream whose framing can be wrong for the parser.
 *
 * The parser drops a line that is not a field if it is split between chunks, so such a line is held back until it is
 * complete. An event whose last line is a JSON object or `[DONE]` is ended at once. JSON objects in `data` lines that
 * follow each other are separated by a blank line, because two objects without a comma between them are never one JSON
 * document.
 */
export class LenientFraming {
  readonly #held = new ObjectLine();
  readonly #openEvent = new OpenEvent();
  #heldLength = 0;
  #isAtLineStart = true;
  /** The line break after an object at the end of the last text, if no blank line followed. */
  #openBreak: string | undefined;
  #lacksBlankLines = false;
  /** Whether the text so far ends with a blank line, so nothing is open or held back. */
  #isBetweenEvents = true;

  /** How many characters of an incomplete line are held back. */
  get heldLength(): number {
    return this.#heldLength;
  }

  /** Returns the text that can be parsed. */
  add(text: string): string {
    const endsEvent = endsWithBlankLine(text);
    if (endsEvent && this.#isBetweenEvents) return text;
    const prepared = this.#prepare(text);
    this.#isBetweenEvents = endsEvent && !this.#lacksBlankLines;
    return prepared;
  }

  /** Returns the rest of the stream. */
  flush(text: string): string {
    return this.#separate(this.#takeHeld() + text);
  }

  #prepare(text: string): string {
    if (this.#heldLength > 0) {
      if (!text.includes('\n') && !text.includes('\r')) return this.#hold(text);
      text = this.#takeHeld() + text;
      this.#isAtLineStart = true;
    }
    const last = text.charCodeAt(text.length - 1);
    const endsLine = last === lineFeed || last === carriageReturn;
    return this.#separate(endsLine || text === '' ? text : this.#holdLastLine(text));
  }

  #hold(text: string): string {
    this.#held.add(text);
    this.#heldLength += text.length;
    return this.#held.isComplete ? `${this.#takeHeld()}\n\n` : '';
  }

  #takeHeld(): string {
    this.#heldLength = 0;
    return this.#held.take();
  }

  /** Holds the last, incomplete line back if it is not known to be a field. */
  #holdLastLine(text: string): string {
    const start = findLastLine(text);
    if ((start === 0 && !this.#isAtLineStart) || isField(text.slice(start, start + prefixLength)))
      return text;
    return text.slice(0, start) + this.#hold(text.slice(start));
  }

  #separate(text: string): string {
    if (text === '') return '';
    const isNewEvent = this.#openBreak !== undefined && objectStart.test(text);
    this.#lacksBlankLines ||= isNewEvent;
    const separated = isNewEvent ? (this.#openBreak ?? '') + text : text;
    const last = text.charCodeAt(text.length - 1);
    this.#isAtLineStart = last === lineFeed || last === carriageReturn;
    this.#openBreak = this.#isAtLineStart ? findOpenBreak(text) : undefined;
    const events = this.#lacksBlankLines
      ? separated.replaceAll(objectBoundary, '$1$2$2')
      : separated;
    return events + this.#openEvent.endAfter(text);
  }
}

/**
 * Returns where the last line starts. Most streams have no carriage returns, so only the last line is searched.
 */
function findLastLine(text: string): number {
  const start = text.lastIndexOf('\n') + 1;
  return start + text.slice(start).lastIndexOf('\r') + 1;
}

/** Whether the beginning of a line is a comment or a field. */
function isField(start: string): boolean {
  if (start.startsWith(':')) return true;
  const colon = start.indexOf(':');
  return colon >= 0 && fieldNames.includes(start.slice(0, colon));
}

function findOpenBreak(text: string): string | undefined {
  const before = text.charCodeAt(text.length - 2);
  // Almost every text ends with a blank line.
  if (before === lineFeed) return undefined;
  return objectEnd.exec(text.slice(-16))?.[1];
}
