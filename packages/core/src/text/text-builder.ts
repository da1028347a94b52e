const piecesAtMost = 64;

/**
 * A text that grows by pieces. They are joined many at a time: a string that grows by `+=` keeps
 * each piece it was made of, and for short pieces that takes ten times the memory of the text.
 */
export class TextBuilder {
  #joined = '';
  #pieces: string[] = [];

  /** The text so far. */
  toString(): string {
    this.#join();
    return this.#joined;
  }

  add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length === piecesAtMost) this.#join();
  }

  #join(): void {
    this.#joined += this.#pieces.join('');
    this.#pieces = [];
  }
}
