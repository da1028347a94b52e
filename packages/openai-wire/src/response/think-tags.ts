const openingTag = '<think>';
const closingTag = '</think>';

/** Content, split into the reasoning in the tags and the text after them. */
export interface SplitContent {
  readonly reasoning: string;
  readonly text: string;
}

/** Splits off the reasoning in `<think>` tags at the start of a response. Later tags are text. */
export class ThinkTags {
  #state: 'start' | 'reasoning' | 'gap' | 'text' = 'start';
  /** The end of the last delta, if it may be the beginning of a tag. */
  #buffered = '';

  add(delta: string): SplitContent {
    switch (this.#state) {
      case 'start':
        return this.#readStart(this.#buffered + delta);
      case 'reasoning':
        return this.#readReasoning(this.#buffered + delta);
      case 'gap':
        return { reasoning: '', text: this.#readGap(delta) };
      case 'text':
        return { reasoning: '', text: delta };
    }
  }

  /** Returns the buffered content at the end of the response. */
  flush(): SplitContent {
    const content = this.#buffered;
    this.#buffered = '';
    return this.#state === 'reasoning'
      ? { reasoning: content, text: '' }
      : { reasoning: '', text: content };
  }

  #readStart(content: string): SplitContent {
    const trimmed = content.trimStart();
    this.#buffered = '';
    if (trimmed.startsWith(openingTag)) {
      this.#state = 'reasoning';
      return this.#readReasoning(trimmed.slice(openingTag.length));
    }
    if (openingTag.startsWith(trimmed)) {
      this.#buffered = content;
      return { reasoning: '', text: '' };
    }
    this.#state = 'text';
    return { reasoning: '', text: content };
  }

  #readReasoning(content: string): SplitContent {
    const end = content.indexOf(closingTag);
    if (end >= 0) {
      this.#state = 'gap';
      this.#buffered = '';
      const text = this.#readGap(content.slice(end + closingTag.length));
      return { reasoning: content.slice(0, end), text };
    }
    const safeLength = content.length - countTagPrefix(content);
    this.#buffered = content.slice(safeLength);
    return { reasoning: content.slice(0, safeLength), text: '' };
  }

  /** White space between the closing tag and the text is dropped. */
  #readGap(delta: string): string {
    const text = delta.trimStart();
    if (text !== '') this.#state = 'text';
    return text;
  }
}

/** Returns how many characters at the end of the content may be the beginning of the closing tag. */
function countTagPrefix(content: string): number {
  const longest = Math.min(closingTag.length - 1, content.length);
  for (let length = longest; length > 0; length -= 1) {
    if (content.endsWith(closingTag.slice(0, length))) return length;
  }
  return 0;
}
