import { cutText } from './cut-text.ts';
import { encodeJsonText } from './encode-json.ts';

/** How a text is cut, and how it is written inside JSON. */
export interface TextCut {
  readonly charactersPerSnapshot: number;
  readonly escapeNonAscii: boolean;
}

/**
 * A text that grows piece by piece, as the inside of a JSON string.
 *
 * It is escaped once, and each length is a slice of that: escaping every length anew is quadratic.
 */
export class GrowingText {
  readonly #text: string;
  /** How long the text is at each of its lengths. */
  readonly ends: readonly number[];
  readonly #escaped: string;
  readonly #escapedEnds: readonly number[];

  /** @param from - how much of the text is there from the beginning */
  constructor(text: string, from: number, cut: TextCut) {
    const pieces = [text.slice(0, from), ...cutText(text.slice(from), cut.charactersPerSnapshot)];
    const escaped = pieces.map((piece) => encodeJsonText(piece, cut.escapeNonAscii));
    this.#text = text;
    this.ends = addUp(pieces);
    this.#escaped = escaped.join('');
    this.#escapedEnds = addUp(escaped);
  }

  /** How many lengths there are: the beginning, and one per piece. */
  get count(): number {
    return this.ends.length;
  }

  /** The text at its lengths `from` up to, not including, `to`, escaped. */
  *grow(from: number, to: number): Generator<string> {
    for (const end of this.#escapedEnds.slice(from, to)) yield this.#escaped.slice(0, end);
  }

  /** The text at one of its lengths, as it was given. */
  textAt(index: number): string {
    return this.#text.slice(0, this.ends[index]);
  }
}

function addUp(pieces: readonly string[]): readonly number[] {
  let end = 0;
  return pieces.map((piece) => (end += piece.length));
}
