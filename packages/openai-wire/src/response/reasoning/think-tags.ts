/** The tags of reasoning: most models; Gemini; Seed-OSS; MiniMax-M3; Mistral's Magistral; Kimi-VL. */
const tags: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<seed:think>', '</seed:think>'],
  ['<mm:think>', '</mm:think>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
];

/** Text without an opening tag that is longer than this is not reasoning. In UTF-16 code units. */
const maxHeldLength = 1_048_576;

const maxTagLength = 16;

/** Content, split into the reasoning in the tags and the text after them. */
export interface SplitContent {
  readonly reasoning: string;
  readonly text: string;
}

const nothing: SplitContent = { reasoning: '', text: '' };

/**
 * Splits off the reasoning in `<think>` tags at the start of a response. Later tags are text.
 *
 * Some models have the opening tag in their prompt and send only the closing one. Therefore, the start of a response
 * without an opening tag is held back until the closing tag or the end of the response.
 */
export class ThinkTags {
  #needsOpening: boolean;
  #state: 'start' | 'held' | 'reasoning' | 'gap' | 'text' = 'start';
  #hasOpening = false;
  #closing: readonly string[] = tags.map(([, closing]) => closing);
  /** The end of the last delta, if it may be the beginning of a tag. In the state `held`, the end of what is held. */
  #buffered = '';
  #held: string[] = [];
  #heldLength = 0;

  /** @param needsOpening - whether text without an opening tag is never reasoning, so that nothing is held back */
  constructor(needsOpening = false) {
    this.#needsOpening = needsOpening;
  }

  /** Whether text is held back, because it can be reasoning. */
  get isHolding(): boolean {
    return this.#state === 'held';
  }

  /** Whether the response started with an opening tag. */
  get hasOpening(): boolean {
    return this.#hasOpening;
  }

  /** Whether the closing tag is missing. */
  get isOpen(): boolean {
    return this.#state === 'reasoning';
  }

  add(delta: string): SplitContent {
    switch (this.#state) {
      case 'start':
        return this.#readStart(this.#buffered + delta);
      case 'held':
        return this.#readHeld(delta);
      case 'reasoning':
        return this.#readReasoning(this.#buffered + delta);
      case 'gap':
        return { reasoning: '', text: this.#readGap(delta) };
      case 'text':
        return { reasoning: '', text: delta };
    }
  }

  /** Returns the content that is held back or buffered, at the end of the response or before other output. */
  flush(): SplitContent {
    if (this.#state === 'held') return { reasoning: '', text: this.#release() };
    const content = this.#buffered;
    this.#buffered = '';
    return this.#state === 'reasoning'
      ? { reasoning: content, text: '' }
      : { reasoning: '', text: content };
  }

  /** Returns what is buffered. All that follows is text. */
  stopReading(): SplitContent {
    const content = this.flush();
    this.#state = 'text';
    return content;
  }

  /** Returns what is held back as text. Nothing is held back after that. */
  stopHolding(): SplitContent {
    if (this.#state !== 'held' && this.#state !== 'start') return nothing;
    const { text } = this.flush();
    this.#state = 'text';
    return { reasoning: '', text };
  }

  /** Returns what is held back as text. After that, text without an opening tag is never reasoning. */
  requireOpening(): SplitContent {
    this.#needsOpening = true;
    return this.#state === 'held' ? this.stopHolding() : nothing;
  }

  #readStart(content: string): SplitContent {
    const trimmed = content.trimStart();
    this.#buffered = '';
    const tag = tags.find(([opening]) => trimmed.startsWith(opening));
    if (tag) {
      const [opening, closing] = tag;
      this.#state = 'reasoning';
      this.#hasOpening = true;
      this.#closing = [closing];
      return this.#readReasoning(trimmed.slice(opening.length));
    }
    if (tags.some(([opening]) => opening.startsWith(trimmed))) {
      this.#buffered = content;
      return nothing;
    }
    this.#state = this.#needsOpening ? 'text' : 'held';
    return this.#needsOpening ? { reasoning: '', text: content } : this.#readHeld(content);
  }

  /** Only the new content and a possible beginning of a tag before it are searched. */
  #readHeld(delta: string): SplitContent {
    const searched = this.#buffered + delta;
    const end = findTag(searched, this.#closing);
    const opening = findTag(searched, openings);
    this.#held.push(delta);
    this.#heldLength += delta.length;
    this.#buffered = searched.slice(-maxTagLength);
    const isText = opening !== undefined && opening.start < (end?.start ?? Infinity);
    if (isText || (!end && this.#heldLength > maxHeldLength)) return this.stopHolding();
    if (!end) return nothing;
    const content = this.#release();
    const tagStart = content.length - searched.length + end.start;
    this.#state = 'gap';
    const text = this.#readGap(content.slice(tagStart + end.tag.length));
    return { reasoning: content.slice(0, tagStart), text };
  }

  #release(): string {
    const content = this.#held.join('');
    this.#held = [];
    this.#heldLength = 0;
    this.#buffered = '';
    return content;
  }

  #readReasoning(content: string): SplitContent {
    const end = findTag(content, this.#closing);
    if (end) {
      this.#state = 'gap';
      this.#buffered = '';
      const text = this.#readGap(content.slice(end.start + end.tag.length));
      return { reasoning: content.slice(0, end.start), text };
    }
    const safeLength = content.length - countTagPrefix(content, this.#closing);
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

const openings = tags.map(([opening]) => opening);

/** Returns the first of several tags. */
function findTag(
  content: string,
  names: readonly string[],
): { readonly start: number; readonly tag: string } | undefined {
  return names
    .map((tag) => ({ tag, start: content.indexOf(tag) }))
    .filter(({ start }) => start >= 0)
    .toSorted((one, other) => one.start - other.start)[0];
}

/** Returns how many characters at the end of the content may be the beginning of a closing tag. */
function countTagPrefix(content: string, names: readonly string[]): number {
  for (let length = Math.min(maxTagLength, content.length); length > 0; length -= 1) {
    const end = content.slice(content.length - length);
    if (names.some((tag) => tag.length > length && tag.startsWith(end))) return length;
  }
  return 0;
}
