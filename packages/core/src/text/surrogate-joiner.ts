/**
 * Joins pieces of text so that none ends in the middle of a character: a vendor that cuts a surrogate
 * pair in two would else have both halves replaced when each is written by itself.
 */
export class SurrogateJoiner {
  #half = '';

  /** The piece as it may be given out; what completes a character only later is kept back. */
  add(piece: string): string {
    const text = this.#half === '' ? piece : this.#half + piece;
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      this.#half = text.slice(-1);
      return text.slice(0, -1);
    }
    this.#half = '';
    return text;
  }

  /** What was kept back and never completed. */
  flush(): string {
    const half = this.#half;
    this.#half = '';
    return half;
  }
}
