import type { SseMessage } from '@understudy/provider-utils';

type Result = IteratorResult<readonly SseMessage[], unknown>;

/**
 * The messages of a response. If the connection breaks after the message of the response has ended, they end too,
 * because the response is complete.
 *
 * Not a generator, because that would cost several promises per read.
 */
export class BreakableMessages implements AsyncIterable<readonly SseMessage[]> {
  readonly #source: AsyncIterator<readonly SseMessage[], unknown>;
  readonly #isComplete: () => boolean;
  #isBroken = false;

  /** @param isComplete - whether the response is complete if nothing more is received */
  constructor(messages: AsyncIterable<readonly SseMessage[]>, isComplete: () => boolean) {
    this.#source = messages[Symbol.asyncIterator]();
    this.#isComplete = isComplete;
  }

  /** Whether the connection broke. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly SseMessage[], unknown> {
    return this;
  }

  next(): Promise<Result> {
    return this.#source.next().catch(this.#onError);
  }

  return(): Promise<Result> {
    return this.#source.return?.() ?? Promise.resolve({ done: true, value: undefined });
  }

  readonly #onError = (error: unknown): Result => {
    if (!this.#isComplete()) throw error;
    this.#isBroken = true;
    return { done: true, value: undefined };
  };
}
