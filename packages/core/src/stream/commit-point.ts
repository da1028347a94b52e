import type { ProviderEvent } from '../chat/chat-event.ts';
import { isContent } from '../chat/chat-event.ts';
import { ProviderError } from '../errors/provider-error.ts';

/** How much may be held back: 8 MiB of text, counted in UTF-16 units. */
const maxHeldCharacters = 8_388_608;
/** What an event without text weighs, so that a flood of them is bounded as well. */
const eventWeight = 64;

/**
 * Holds an answer back: until its first content, or until it is complete. Until then the attempt can
 * fail without anybody having seen a word of it.
 */
export class CommitPoint {
  readonly #complete: boolean;
  #held: ProviderEvent[] = [];
  #weight = 0;
  #foundContent = false;
  #committed = false;

  constructor(policy: 'first-content' | 'complete') {
    this.#complete = policy === 'complete';
  }

  /** Whether content has come, given out or not. */
  get foundContent(): boolean {
    return this.#foundContent;
  }

  /** Whether the text is the caller's. */
  get committed(): boolean {
    return this.#committed;
  }

  /**
   * What may be given out now.
   *
   * @throws ProviderError `response-too-large` when more than 8 MiB would have to be held
   */
  pass(batch: readonly ProviderEvent[]): readonly ProviderEvent[] {
    if (this.#committed) return batch;
    this.#foundContent ||= batch.some(isContent);
    this.#held.push(...batch);
    if (this.#foundContent && !this.#complete) return this.release();
    this.#weigh(batch);
    return [];
  }

  /** Commits, and gives out all that is held. */
  release(): readonly ProviderEvent[] {
    const held = this.#held;
    this.#held = [];
    this.#committed = true;
    return held;
  }

  #weigh(batch: readonly ProviderEvent[]): void {
    for (const event of batch)
      this.#weight += eventWeight + ('text' in event ? event.text.length : 0);
    if (this.#weight <= maxHeldCharacters) return;
    throw new ProviderError({
      code: 'response-too-large',
      message: `expected to hold at most ${maxHeldCharacters} characters back, and more came`,
    });
  }
}
