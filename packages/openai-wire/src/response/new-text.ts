import { ReceivedText } from '@understudy/provider-utils/internal';

/** After two deltas that start with all text before them, and so much text, every delta is the complete text. */
const minCumulativeLength = 8;

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
    const [first = '', ...others] = this.#held;
    const last = others.at(-1);
    this.drop();
    return this.#note(last?.slice(this.received.length) ?? this.received.selectLast(first));
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
    const continues = delta.length > latest.length && delta.startsWith(latest);
    if (continues && delta.length < minCumulativeLength) {
      this.#held = [...this.#held, delta];
      return '';
    }
    const earlier = this.#held.join('');
    this.drop();
    this.#isCumulative = continues;
    return continues ? delta.slice(this.received.length) : earlier + delta;
  }

  #note(text: string): string {
    if (text !== '') this.received.add(text);
    return text;
  }
}
