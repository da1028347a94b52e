const open = '<think>';
const close = '</think>';

/** A piece of text, told apart from the thought before it. */
export interface SplitContent {
  readonly thought: string;
  readonly text: string;
}

/**
 * Tells the thought in `<think>` tags at the beginning of an answer from the answer itself, piece by
 * piece; tags further on are text.
 */
export class ThinkTags {
  #place: 'before' | 'thought' | 'gap' | 'text' = 'before';
  /** What may be the beginning of a tag. */
  #held = '';

  add(piece: string): SplitContent {
    switch (this.#place) {
      case 'before':
        return this.#readOpening(this.#held + piece);
      case 'thought':
        return this.#readThought(this.#held + piece);
      case 'gap':
        return { thought: '', text: this.#readGap(piece) };
      case 'text':
        return { thought: '', text: piece };
    }
  }

  /** What was kept back, since it could have become a tag. */
  rest(): SplitContent {
    const held = this.#held;
    this.#held = '';
    return this.#place === 'thought' ? { thought: held, text: '' } : { thought: '', text: held };
  }

  #readOpening(held: string): SplitContent {
    const begun = held.trimStart();
    this.#held = '';
    if (begun.startsWith(open)) {
      this.#place = 'thought';
      return this.#readThought(begun.slice(open.length));
    }
    if (open.startsWith(begun)) {
      this.#held = held;
      return { thought: '', text: '' };
    }
    this.#place = 'text';
    return { thought: '', text: held };
  }

  #readThought(held: string): SplitContent {
    const end = held.indexOf(close);
    if (end >= 0) {
      this.#place = 'gap';
      this.#held = '';
      return { thought: held.slice(0, end), text: this.#readGap(held.slice(end + close.length)) };
    }
    const kept = lengthOfBeginning(held);
    this.#held = held.slice(held.length - kept);
    return { thought: held.slice(0, held.length - kept), text: '' };
  }

  /** The line breaks between the thought and the answer are neither. */
  #readGap(piece: string): string {
    const text = piece.trimStart();
    if (text !== '') this.#place = 'text';
    return text;
  }
}

/** How much of the end of a text may be the beginning of the closing tag. */
function lengthOfBeginning(text: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(close.slice(0, length))) return length;
  }
  return 0;
}
