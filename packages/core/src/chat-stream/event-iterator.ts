import type { ChatEvent } from '../chat/chat-event.ts';

/** Where an iterator gets its batches from, and whom it tells that its caller has left. */
export interface BatchSource {
  readonly aborted: boolean;
  /** The next batch, undefined at the end. */
  pull(): Promise<readonly ChatEvent[] | undefined>;
  leave(): Promise<void>;
}

/**
 * Hands out batches one by one. Made by hand: `return()` of an async generator that was never
 * started skips its `finally`, and waits behind a pull that may never come.
 */
export class EventIterator<Value> implements AsyncIterator<Value, undefined, undefined> {
  readonly #source: BatchSource;
  readonly #select: (event: ChatEvent) => Value | undefined;
  #batch: readonly ChatEvent[] = [];
  #index = 0;
  #refilling: Promise<IteratorResult<Value, undefined>> | undefined;
  #done = false;

  /** Events for which `select` says undefined are passed over. */
  constructor(source: BatchSource, select: (event: ChatEvent) => Value | undefined) {
    this.#source = source;
    this.#select = select;
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    const before = this.#refilling;
    if (before)
      return this.#queue(
        before.then(
          () => this.#step(),
          () => this.#step(),
        ),
      );
    return this.#step();
  }

  #step(): Promise<IteratorResult<Value, undefined>> {
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    const value = this.#source.aborted ? undefined : this.#take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    return this.#queue(this.#refill());
  }

  async return(): Promise<IteratorResult<Value, undefined>> {
    this.#done = true;
    this.#batch = [];
    await this.#source.leave();
    return { done: true, value: undefined };
  }

  #queue(
    turn: Promise<IteratorResult<Value, undefined>>,
  ): Promise<IteratorResult<Value, undefined>> {
    this.#refilling = turn;
    const clear = (): void => {
      if (this.#refilling === turn) this.#refilling = undefined;
    };
    turn.then(clear, clear);
    return turn;
  }

  async #refill(): Promise<IteratorResult<Value, undefined>> {
    try {
      for (;;) {
        const batch = await this.#source.pull();
        if (!batch || this.#done) break;
        this.#batch = batch;
        this.#index = 0;
        const value = this.#take();
        if (value !== undefined) return { done: false, value };
      }
      this.#done = true;
      return { done: true, value: undefined };
    } catch (error) {
      this.#done = true;
      this.#batch = [];
      throw error;
    }
  }

  #take(): Value | undefined {
    while (this.#index < this.#batch.length) {
      const event = this.#batch[this.#index];
      this.#index += 1;
      const value = event && this.#select(event);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
