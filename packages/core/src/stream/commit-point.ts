import type { ProviderBatch, ProviderEvent } from '../chat/chat-event.ts';
import { isContent } from '../chat/chat-event.ts';
import type { CommitPolicy } from '../chat/chat-options.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { formatBytes } from '../text/format-bytes.ts';
import { sizeOf } from './event-size.ts';

/** When output belongs to the caller. `collect-only` is for a caller that reads only the complete response. */
export type CommitRule = CommitPolicy | 'collect-only';

/**
 * Holds a response back until its first content, or until it is complete. Until then, a failure of the attempt is
 * invisible to the caller. With the rule `collect-only`, nothing is held back, because the caller does not receive it.
 */
export class CommitPoint {
  readonly #rule: CommitRule;
  readonly #maxBytes: number;
  #held: ProviderEvent[] = [];
  #heldBytes = 0;
  #foundContent = false;
  #committed = false;

  /** @param maxBytes - how much may be held back, as measured by `sizeOf` */
  constructor(rule: CommitRule, maxBytes: number) {
    this.#rule = rule;
    this.#maxBytes = maxBytes;
  }

  /** Whether content has arrived, passed on or not. */
  get foundContent(): boolean {
    return this.#foundContent;
  }

  /** Whether output belongs to the caller. */
  get committed(): boolean {
    return this.#committed;
  }

  /**
   * Returns what may be passed on now. Progress is passed on at once and commits nothing.
   *
   * @throws ProviderError `response-too-large` if more than `maxBytes` would be held back
   */
  pass(batch: ProviderBatch): ProviderBatch {
    if (this.#committed) return batch;
    this.#foundContent ||= batch.some(isContent);
    if (this.#rule === 'collect-only') return batch;
    if (this.#foundContent && this.#rule === 'first-content') return [...this.release(), ...batch];
    const progress: ProviderEvent[] = [];
    for (const event of batch) {
      if (event.type === 'progress') progress.push(event);
      else this.#hold(event);
    }
    return progress;
  }

  /** Commits and returns everything that is held back. */
  release(): ProviderBatch {
    const held = this.#held;
    this.#held = [];
    this.#committed = true;
    return held;
  }

  #hold(event: ProviderEvent): void {
    this.#held.push(event);
    this.#heldBytes += sizeOf(event);
    if (this.#heldBytes > this.#maxBytes) throw responseTooLarge(this.#maxBytes);
  }
}

/** The error of a response that is larger than `limits.maxResponseBytes`. */
export function responseTooLarge(maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `response exceeds ${formatBytes(maxBytes)} (limits.maxResponseBytes)`,
  });
}
