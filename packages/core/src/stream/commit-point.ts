import type { ProviderEvent } from '../chat/chat-event.ts';
import { isContent } from '../chat/chat-event.ts';
import { ProviderError } from '../errors/provider-error.ts';

/** How many events may be held before the first content. */
const maxHeldEvents = 10_000;
/** How much text they may have: 8 MiB, counted in UTF-16 units, of which no text has more than bytes. */
export const maxHeldBytes = 8_388_608;

/**
 * Holds an answer back until its first content: until then the attempt can fail without anybody
 * having seen a word of it.
 */
export class CommitPoint {
  #held: ProviderEvent[] = [];
  #heldBytes = 0;
  #committed = false;

  get committed(): boolean {
    return this.#committed;
  }

  /**
   * What may be given out now.
   *
   * @throws ProviderError `response-too-large` when more than 10,000 events, or 8 MiB, come without
   * content
   */
  pass(batch: readonly ProviderEvent[]): readonly ProviderEvent[] {
    if (this.#committed) return batch;
    this.#committed = batch.some(isContent);
    if (this.#committed) return this.release().concat(batch);
    for (const event of batch) this.#hold(event);
    return [];
  }

  /** What is still held, at an end without content. */
  release(): readonly ProviderEvent[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  #hold(event: ProviderEvent): void {
    this.#held.push(event);
    for (const field of Object.values(event)) {
      if (typeof field === 'string') this.#heldBytes += field.length;
    }
    if (this.#held.length <= maxHeldEvents && this.#heldBytes <= maxHeldBytes) return;
    throw new ProviderError({
      code: 'response-too-large',
      message: `expected content within ${maxHeldEvents} events and ${maxHeldBytes} bytes, and none came`,
    });
  }
}
