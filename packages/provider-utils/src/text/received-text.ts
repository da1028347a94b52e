import { TextBuilder } from '@understudy/core/internal';

/** Shorter texts are not compared, because a short text can be repeated legitimately. */
const minRepetitionLength = 4;

/** A longer text can begin like the text before it, so more of it must be equal. */
const minPrefixLength = 8;

/**
 * A delta that repeats a text of this length and number of deltas is no coincidence if no white space is between them.
 * A model that repeats its text separates the two.
 */
const certainLength = 32;
const certainDeltas = 4;

/** The length of the beginning that is kept. */
const headLength = 1024;

/**
 * A text that was received in deltas, to find out whether it is received again.
 *
 * It keeps the length, the beginning and the last delta of the text, because the text itself is kept by the app.
 */
export class ReceivedText {
  #length = 0;
  #deltas = 0;
  readonly #head = new TextBuilder();
  #last = '';

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The last delta. */
  get last(): string {
    return this.#last;
  }

  get length(): number {
    return this.#length;
  }

  add(delta: string): void {
    if (this.#length < headLength) this.#head.add(delta.slice(0, headLength - this.#length));
    this.#length += delta.length;
    this.#deltas += 1;
    this.#last = delta;
  }

  /** Returns the end of a complete text that was not received, or undefined if it is another text. */
  remainderOf(complete: string): string | undefined {
    return this.#isStartOf(complete) ? complete.slice(this.#length) : undefined;
  }

  /** Returns the part of the text of the last chunk that was not received. */
  selectLast(delta: string): string {
    return this.isRepeatedBy(delta) ? '' : (this.restAfterRepetition(delta) ?? delta);
  }

  /**
   * Whether the text of the last chunk is all earlier deltas again.
   *
   * A text that repeats itself, for example `ha` and `ha`, is not one: its continuation can be the same text.
   */
  isRepeatedBy(delta: string): boolean {
    const length = this.#length;
    if (delta.length !== length || length < minRepetitionLength || this.#deltas < 2) return false;
    return this.#isStartOf(delta) && !isPeriodic(delta);
  }

  /**
   * Returns the end of a text of the last chunk that contains all earlier deltas before it. Returns undefined if it is
   * another text, or could be one that the model repeats.
   */
  restAfterRepetition(delta: string): string | undefined {
    const length = this.#length;
    if (delta.length <= length || length < minPrefixLength || this.#deltas < 2) return undefined;
    const isRepeated = this.#isStartOf(delta) && !isPeriodic(delta.slice(0, length));
    return isRepeated ? delta.slice(length) : undefined;
  }

  /**
   * Returns whether a delta starts with all earlier deltas, so it can be the complete text so far.
   *
   * A text that repeats itself is not one, and neither is a single delta that is sent again.
   */
  compareStart(delta: string): 'other' | 'possible' | 'certain' {
    const length = this.#length;
    if (length === 0 || delta.length < length) return 'other';
    const isLonger = delta.length > length;
    if (!isLonger && (length < minRepetitionLength || this.#deltas < 2)) return 'other';
    if (!this.#isStartOf(delta)) return 'other';
    if (isPeriodic(delta) || isPeriodic(delta.slice(0, length))) return 'other';
    const isLong = length >= certainLength && this.#deltas >= certainDeltas;
    return isLong && !isSeparated(this.#last, delta) ? 'certain' : 'possible';
  }

  #isStartOf(text: string): boolean {
    const lastStart = this.#length - this.#last.length;
    return text.startsWith(this.#head.toString()) && text.startsWith(this.#last, lastStart);
  }
}

/** Whether white space is between two texts that follow each other. */
export function isSeparated(left: string, right: string): boolean {
  return left.trimEnd() !== left || right.trimStart() !== right;
}

/** Whether a text consists of the same shorter text, several times. Takes linear time (Knuth, Morris, Pratt). */
function isPeriodic(text: string): boolean {
  const borders = new Uint32Array(text.length);
  let border = 0;
  for (let position = 1; position < text.length; position += 1) {
    while (border > 0 && text[position] !== text[border]) border = borders[border - 1] ?? 0;
    if (text[position] === text[border]) border += 1;
    borders[position] = border;
  }
  const period = text.length - border;
  return period < text.length && text.length % period === 0;
}
