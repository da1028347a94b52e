/** Shorter texts are not compared, because a short text can be repeated legitimately. */
const minRepetitionLength = 4;

/** A longer text can begin like the text before it, so that more of it must be equal. */
const minPrefixLength = 8;

/** So many deltas are kept before they are hashed. A short response is never hashed unless it is compared. */
const maxPending = 64;

/**
 * A text that was received in deltas, to find out whether it is received again.
 *
 * It keeps the length and the hash of the text, because the text itself is kept by the app.
 */
export class ReceivedText {
  #length = 0;
  #deltas = 0;
  #hash: TextHash | undefined;
  /** The last deltas, which are not hashed yet. */
  readonly #pending: string[] = [];

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(delta: string): void {
    this.#pending.push(delta);
    this.#length += delta.length;
    this.#deltas += 1;
    if (this.#pending.length === maxPending) this.#hashPending();
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

  #isStartOf(text: string): boolean {
    if (text.length < this.#length) return false;
    const hash = new TextHash();
    hash.add(text, this.#length);
    return hash.equals(this.#hashPending());
  }

  #hashPending(): TextHash {
    const hash = (this.#hash ??= new TextHash());
    for (const delta of this.#pending) hash.add(delta, delta.length);
    this.#pending.length = 0;
    return hash;
  }
}

/** Two hashes of 32 bits each, so that different texts of the same length practically never have the same one. */
class TextHash {
  /** FNV-1a, from its offset basis. */
  #fnv = 0x81_1c_9d_c5;
  #polynomial = 0;

  /** Appends the first characters of a text. */
  add(text: string, length: number): void {
    let fnv = this.#fnv;
    let polynomial = this.#polynomial;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      fnv = Math.imul(fnv ^ unit, 0x01_00_01_93);
      polynomial = (Math.imul(polynomial, 31) + unit) | 0;
    }
    this.#fnv = fnv;
    this.#polynomial = polynomial;
  }

  equals(other: TextHash): boolean {
    return this.#fnv === other.#fnv && this.#polynomial === other.#polynomial;
  }
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
