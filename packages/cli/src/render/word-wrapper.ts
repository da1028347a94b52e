/** A longer word is written before its end is known, because texts of some languages have no spaces. */
const maxHeldLength = 30;

/** Wraps a streamed text between words. The last word is held back until its end is known. */
export class WordWrapper {
  readonly #width: () => number;
  #held = '';
  #space = '';
  #column = 0;

  /** @param width - returns the columns of the terminal, which can change */
  constructor(width: () => number) {
    this.#width = width;
  }

  /** Adds a part of the text. Returns what can be written. */
  push(text: string): string {
    this.#held += text;
    const end = this.#held.length <= maxHeldLength ? lastBreak(this.#held) : this.#held.length;
    const complete = this.#held.slice(0, end);
    this.#held = this.#held.slice(end);
    return this.#wrap(complete);
  }

  /** Returns the rest at the end of the text. */
  flush(): string {
    const rest = this.#wrap(this.#held) + this.#space;
    this.#held = '';
    this.#space = '';
    this.#column = 0;
    return rest;
  }

  #wrap(text: string): string {
    return (text.match(/\n|[^\S\n]+|\S+/gu) ?? []).map((token) => this.#place(token)).join('');
  }

  #place(token: string): string {
    if (token === '\n') {
      this.#space = '';
      this.#column = 0;
      return token;
    }
    if (/^\s/.test(token)) {
      this.#space += token;
      return '';
    }
    const isTooLong = this.#column + this.#space.length + token.length > this.#width();
    const gap = isTooLong && this.#column > 0 && this.#space !== '' ? '\n' : this.#space;
    this.#column = (gap === '\n' ? 0 : this.#column + gap.length) + token.length;
    this.#space = '';
    return gap + token;
  }
}

/** Returns the position after the last white space. */
function lastBreak(text: string): number {
  return /\s\S*$/u.exec(text)?.index === undefined ? 0 : text.search(/\S*$/u);
}
