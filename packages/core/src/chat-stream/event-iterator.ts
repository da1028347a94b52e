import type { ReadMode } from '../chain/read-mode.ts';
import type { ChatEvent } from '../chat/chat-event.ts';

export type Batch = readonly ChatEvent[];

/** The source of the batches of an iterator. */
export interface BatchSource {
  /** Makes the iterator the only reader. @throws UnderstudyError `invalid-request` if there is another */
  claim(reader: EventIterator<unknown>, readMode: ReadMode): void;
  /** Returns the next batch, or undefined at the end. */
  pull(): Promise<Batch | undefined>;
  /** True if `pull()` rejects with the reason of an abort. */
  readonly aborted: boolean;
  /** Cancels the chat, unless another iterator reads it. */
  leave(reader: EventIterator<unknown>): Promise<void>;
}

/**
 * Returns the items of batches one by one: events, texts, or the batches themselves. Written by hand, because `return()` of an async generator that
 * was never started skips its `finally`, and otherwise waits behind a pending pull.
 */
export class EventIterator<Value> implements AsyncIterator<Value, undefined, undefined> {
  readonly #source: BatchSource;
  readonly #readMode: ReadMode;
  readonly #toItems: (batch: Batch) => readonly Value[];
  #items: readonly Value[] = [];
  #index = 0;
  /** The last pull that has not settled; the next one starts after it. */
  #pending: Promise<IteratorResult<Value, undefined>> | undefined;
  #done = false;

  /** @param toItems - returns what the iterator yields for a batch */
  constructor(
    source: BatchSource,
    readMode: ReadMode,
    toItems: (batch: Batch) => readonly Value[],
  ) {
    this.#source = source;
    this.#readMode = readMode;
    this.#toItems = toItems;
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    const before = this.#pending;
    if (!before) return this.#step();
    return this.#queue(
      before.then(
        () => this.#step(),
        () => this.#step(),
      ),
    );
  }

  async return(): Promise<IteratorResult<Value, undefined>> {
    this.#done = true;
    this.#items = [];
    await this.#source.leave(this);
    return { done: true, value: undefined };
  }

  #step(): Promise<IteratorResult<Value, undefined>> {
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    const value = this.#source.aborted ? undefined : this.#take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    return this.#queue(this.#refill());
  }

  #queue(
    turn: Promise<IteratorResult<Value, undefined>>,
  ): Promise<IteratorResult<Value, undefined>> {
    this.#pending = turn;
    const clear = (): void => {
      if (this.#pending === turn) this.#pending = undefined;
    };
    turn.then(clear, clear);
    return turn;
  }

  async #refill(): Promise<IteratorResult<Value, undefined>> {
    try {
      this.#source.claim(this, this.#readMode);
      for (;;) {
        const batch = await this.#source.pull();
        if (!batch || this.#done) break;
        this.#items = this.#toItems(batch);
        this.#index = 0;
        const value = this.#take();
        if (value !== undefined) return { done: false, value };
      }
      this.#end();
      return { done: true, value: undefined };
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end(): void {
    this.#done = true;
    this.#items = [];
  }

  #take(): Value | undefined {
    if (this.#index >= this.#items.length) return undefined;
    const value = this.#items[this.#index];
    this.#index += 1;
    return value;
  }
}
