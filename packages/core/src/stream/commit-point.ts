import type { ProviderEvent } from '../chat/chat-event.ts';
import { isContent } from '../chat/chat-event.ts';
import { ProviderError } from '../errors/provider-error.ts';

/** How many events may be held before the first content. */
const maxHeldEvents = 10_000;

/**
 * Holds an answer back until its first content: until then the attempt can fail without anybody
 * having seen a word of it.
 */
export class CommitPoint {
  #held: ProviderEvent[] = [];
  #committed = false;

  get committed(): boolean {
    return this.#committed;
  }

  /**
   * What may be given out now.
   *
   * @throws ProviderError `response-too-large` when more than 10,000 events come without content
   */
  pass(batch: readonly ProviderEvent[]): readonly ProviderEvent[] {
    if (this.#committed) return batch;
    this.#held.push(...batch);
    this.#committed = batch.some(isContent);
    if (this.#committed) return this.release();
    if (this.#held.length > maxHeldEvents) {
      throw new ProviderError({
        code: 'response-too-large',
        message: `expected content within ${maxHeldEvents} events, and none came`,
      });
    }
    return [];
  }

  /** What is still held, at an end without content. */
  release(): readonly ProviderEvent[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}
