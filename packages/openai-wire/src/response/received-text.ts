/** Shorter texts are not compared, because a short text can be repeated legitimately. */
const minRepetitionLength = 4;

/** A text that was received in deltas, to find out whether it is received again. */
export class ReceivedText {
  #text = '';
  #deltas = 0;

  get isEmpty(): boolean {
    return this.#text === '';
  }

  /** Appends to a string that V8 keeps as a rope, so that the cost does not depend on the length of the text. */
  add(delta: string): void {
    this.#text += delta;
    this.#deltas += 1;
  }

  /** Returns the end of a complete text that was not received, or undefined if it is another text. */
  remainderOf(complete: string): string | undefined {
    return complete.startsWith(this.#text) ? complete.slice(this.#text.length) : undefined;
  }

  /**
   * Whether the text of the last chunk is all earlier deltas again.
   *
   * A text that repeats itself, for example `ha` and `ha`, is not one: its continuation can be the same text.
   */
  isRepeatedBy(delta: string): boolean {
    const { length } = this.#text;
    if (delta.length !== length || length < minRepetitionLength || this.#deltas < 2) return false;
    return delta === this.#text && !isPeriodic(delta);
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
