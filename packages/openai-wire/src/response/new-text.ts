import { isSeparated, ReceivedText } from '@understudy/provider-utils/internal';

/**
 * If two or more deltas in a row start with all text before them, and repeat so many characters together, every delta
 * is the complete text. Lines of a song can do that too, but white space is between them.
 */
const minRepeated = { separated: 64, unseparated: 8 } as const;

/**
 * Selects the new text of deltas. Some servers send the complete text so far in a delta: once, or in every one
 * (DashScope, MiniMax).
 */
export class NewText {
  /** The text that was selected. */
  readonly received: ReceivedText = new ReceivedText();
  /** Deltas that can be the complete text so far. The next one decides. */
  #held: readonly string[] = [];
  /** Whether every delta is the complete text so far. */
  #isCumulative = false;

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** Returns the text to emit, which is added to the received text. */
  add(delta: string): string {
    const isShort = this.#held.length === 0 && delta.length < this.received.length;
    return this.#note(isShort ? delta : this.#select(delta));
  }

  /** Returns the deltas that are held back, because other content follows. */
  release(): string {
    const text = this.#held.join('');
    this.drop();
    return this.#note(text);
  }

  /** Drops the deltas that are held back, because a complete message follows. */
  drop(): void {
    this.#held = [];
  }

  /** Returns what the deltas that are held back add to the text, at the end of the response. */
  flush(): string {
    const held = this.#held;
    const [only = ''] = held;
    const isCumulative = this.#areCumulative(held);
    this.drop();
    if (held.length === 1) return this.#note(this.received.selectLast(only));
    const last = held.at(-1) ?? '';
    return this.#note(isCumulative ? last.slice(this.received.length) : held.join(''));
  }

  #select(delta: string): string {
    if (this.#held.length > 0) return this.#decide(delta);
    const start = this.received.compareStart(delta);
    if (start === 'other') return delta;
    if (start === 'certain' || this.#isCumulative) return delta.slice(this.received.length);
    this.#held = [delta];
    return '';
  }

  /** Decides with the next delta whether the deltas that are held back are the complete text so far. */
  #decide(delta: string): string {
    const latest = this.#held.at(-1) ?? '';
    const deltas = [...this.#held, delta];
    if (delta.length <= latest.length || !delta.startsWith(latest)) {
      this.drop();
      return deltas.join('');
    }
    this.#isCumulative = this.#areCumulative(deltas);
    this.#held = this.#isCumulative ? [] : deltas;
    return this.#isCumulative ? delta.slice(this.received.length) : '';
  }

  /** Whether deltas that each start with all text before them are the complete text so far. */
  #areCumulative([first = '', ...others]: readonly string[]): boolean {
    if (others.length === 0) return false;
    const repeated = [first, ...others.slice(0, -1)];
    const length = repeated.reduce((sum, delta) => sum + delta.length, this.received.length);
    const isSpaced = [this.received.last, ...repeated].every((text) => isSeparated(text, first));
    return length >= (isSpaced ? minRepeated.separated : minRepeated.unseparated);
  }

  #note(text: string): string {
    if (text !== '') this.received.add(text);
    return text;
  }
}
