import { textWidth } from './text-width.ts';

/** A longer word is written before its end is known, because texts of some languages have no spaces. */
const maxHeldLength = 30;

/** A Chinese or Japanese character with its brackets and punctuation. A line can end before and after it. */
const ideograph =
  '\\p{Ps}{0,3}[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー](?:\\p{M}|\\p{Pe}|[、。，．！？：；…])*';
const word = `(?:(?!${ideograph})\\S)+`;
const tokenPattern = new RegExp(`\\n|[^\\S\\n]+|${ideograph}|${word}`, 'gu');
const startsWithIdeograph = new RegExp(`^${ideograph}`, 'u');

/** Wraps a streamed text between words. The last word or ideograph is held back until its end is known. */
export class WordWrapper {
  readonly #width: () => number;
  #held = '';
  #space = '';
  #column = 0;
  #endsWithIdeograph = false;

  /** @param width - returns the columns of the terminal, which can change */
  constructor(width: () => number) {
    this.#width = width;
  }

  /** Adds a part of the text. Returns what can be written. */
  push(text: string): string {
    const tokens = splitTokens(this.#held + text);
    const last = tokens.at(-1) ?? '';
    this.#held = /\s/.test(last) || last.length > maxHeldLength ? '' : last;
    return this.#place(this.#held === '' ? tokens : tokens.slice(0, -1));
  }

  /** Returns the rest at the end of the text. */
  flush(): string {
    const rest = this.#place(splitTokens(this.#held)) + this.#space;
    this.#held = '';
    this.#space = '';
    this.#column = 0;
    return rest;
  }

  #place(tokens: readonly string[]): string {
    return tokens.map((token) => this.#placeToken(token)).join('');
  }

  #placeToken(token: string): string {
    if (token === '\n') {
      this.#space = '';
      this.#column = 0;
      return token;
    }
    if (/^\s/.test(token)) {
      this.#space += token;
      return '';
    }
    const width = textWidth(token);
    const spaceWidth = textWidth(this.#space);
    const isTooLong = this.#column + spaceWidth + width > this.#width();
    const gap = isTooLong && this.#column > 0 && this.#canBreak(token) ? '\n' : this.#space;
    this.#column = (gap === '\n' ? 0 : this.#column + spaceWidth) + width;
    this.#endsWithIdeograph = startsWithIdeograph.test(token);
    this.#space = '';
    return gap + token;
  }

  #canBreak(token: string): boolean {
    if (this.#space !== '' || startsWithIdeograph.test(token)) return true;
    return this.#endsWithIdeograph && /^[\p{L}\p{N}]/u.test(token);
  }
}

/** Returns line feeds, white space, ideographs and words. */
function splitTokens(text: string): readonly string[] {
  return text.match(tokenPattern) ?? [];
}
