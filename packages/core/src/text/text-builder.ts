const maxPieces = 64;

/**
 * Builds a text from many pieces.
 *
 * The pieces are joined 64 at a time, because V8 keeps the pieces of a text that grows with `+=`. For short pieces this
 * needs ten times the memory of the text (measured).
 */
export class TextBuilder {
  #joined = '';
  #pieces: string[] = [];

  /** Returns the text so far. */
  toString(): string {
    this.#join();
    return this.#joined;
  }

  /** Appends a piece. */
  add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length === maxPieces) this.#join();
  }

  #join(): void {
    if (this.#pieces.length === 0) return;
    this.#joined += this.#pieces.join('');
    this.#pieces = [];
  }
}
