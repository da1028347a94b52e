import type { ProviderEvent } from '../chat/chat-event.ts';
import { isContent } from '../chat/chat-event.ts';
import type { CommitPolicy } from '../chat/chat-options.ts';
import type { FileData } from '../chat/message.ts';
import { ProviderError } from '../errors/provider-error.ts';

/** How much may be held: 8 MiB, counted in UTF-16 units, of which no text has more than bytes. */
export const maxHeldBytes = 8_388_608;
/** What every event weighs beside its text, so that a flood of empty ones is bounded as well. */
export const eventWeight = 64;

/**
 * Holds an answer back: until its first content, or until it is complete. Until then the attempt can
 * fail without anybody having seen a word of it.
 */
export class CommitPoint {
  readonly #policy: CommitPolicy;
  #held: ProviderEvent[] = [];
  #heldBytes = 0;
  #foundContent = false;
  #committed = false;

  constructor(policy: CommitPolicy) {
    this.#policy = policy;
  }

  /** Whether content has come, given out or not. */
  get foundContent(): boolean {
    return this.#foundContent;
  }

  /** Whether the text is the caller's. */
  get committed(): boolean {
    return this.#committed;
  }

  /** The text that is held. */
  get heldText(): string {
    return this.#held.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  }

  /**
   * What may be given out now.
   *
   * @throws ProviderError `response-too-large` when more than 8 MiB would have to be held
   */
  pass(batch: readonly ProviderEvent[]): readonly ProviderEvent[] {
    if (this.#committed) return batch;
    this.#foundContent ||= batch.some(isContent);
    if (this.#foundContent && this.#policy === 'first-content') return this.release().concat(batch);
    for (const event of batch) this.#hold(event);
    return [];
  }

  /** Commits, and gives out all that is held. */
  release(): readonly ProviderEvent[] {
    const held = this.#held;
    this.#held = [];
    this.#committed = true;
    return held;
  }

  #hold(event: ProviderEvent): void {
    this.#held.push(event);
    this.#heldBytes += eventWeight;
    for (const field of Object.values(event)) {
      if (typeof field === 'string') this.#heldBytes += field.length;
    }
    if (event.type === 'file') this.#heldBytes += sizeOf(event.data);
    if (this.#heldBytes <= maxHeldBytes) return;
    throw new ProviderError({
      code: 'response-too-large',
      message: `expected to hold at most ${maxHeldBytes} bytes back, and more came`,
    });
  }
}

function sizeOf(data: FileData): number {
  switch (data.type) {
    case 'bytes':
      return data.bytes.byteLength;
    case 'base64':
      return data.base64.length;
    case 'url':
      return data.url.href.length;
  }
}
