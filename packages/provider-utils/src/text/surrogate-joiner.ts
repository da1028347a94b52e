/**
 * Joins pieces of a text so that no piece ends with half of a surrogate pair.
 *
 * Some vendors split a character between two events. Encoding each half separately as UTF-8 would replace both with
 * U+FFFD.
 */
export class SurrogateJoiner {
  #half = '';

  /** Returns a piece, with the half kept from the last call. A high surrogate at the end is kept for the next call. */
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

  /** Returns the kept half, or an empty text. Call it after the last piece. */
  flush(): string {
    const half = this.#half;
    this.#half = '';
    return half;
  }
}
