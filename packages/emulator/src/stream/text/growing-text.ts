import { cutText } from './cut-text.ts';
import { encodeJsonText } from './encode-json.ts';

/** The length of the added pieces, and their encoding. */
export interface GrowthOptions {
  readonly charactersPerSnapshot: number;
  readonly escapeNonAscii: boolean;
}

/**
 * The prefixes of a text, encoded as JSON strings without quotes.
 *
 * The text is escaped once, and each prefix is a slice of it. Escaping every prefix takes quadratic time.
 */
export class GrowingText {
  readonly #text: string;
  /** The length of each prefix in UTF-16 units. */
  readonly ends: readonly number[];
  readonly #escaped: string;
  readonly #escapedEnds: readonly number[];

  /** @param from - the length of the first prefix */
  constructor(text: string, from: number, options: GrowthOptions) {
    const pieces = [
      text.slice(0, from),
      ...cutText(text.slice(from), options.charactersPerSnapshot),
    ];
    const escaped = pieces.map((piece) => encodeJsonText(piece, options.escapeNonAscii));
    this.#text = text;
    this.ends = addLengths(pieces);
    this.#escaped = escaped.join('');
    this.#escapedEnds = addLengths(escaped);
  }

  /** The number of prefixes. */
  get count(): number {
    return this.ends.length;
  }

  /** Returns the escaped prefixes with the indexes `from` to `to`, `to` excluded. */
  *grow(from: number, to: number): Generator<string> {
    for (const end of this.#escapedEnds.slice(from, to)) yield this.#escaped.slice(0, end);
  }

  /** Returns the unescaped prefix with the given index. */
  textAt(index: number): string {
    return this.#text.slice(0, this.ends[index]);
  }
}

function addLengths(pieces: readonly string[]): readonly number[] {
  let end = 0;
  return pieces.map((piece) => (end += piece.length));
}
