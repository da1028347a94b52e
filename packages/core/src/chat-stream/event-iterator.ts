import type { ReadMode } from '../chain/read-mode.ts';
import type { ChatBatch } from '../chat/chat-event.ts';

type Result<Value> = IteratorResult<Value, undefined>;

/** The source of the batches of an iterator. */
export interface BatchSource {
  /** Makes the iterator the only reader. @throws UnderstudyError `invalid-request` if there is another */
  claim(reader: EventIterator<unknown>, readMode: ReadMode): void;
  /** Returns the next batch, or undefined at the end. */
  pull(): Promise<ChatBatch | undefined>;
  /** True if `pull()` rejects with the reason of an abort. */
  readonly aborted: boolean;
  /** Cancels the chat, unless another iterator reads it. */
  stopReading(reader: EventIterator<unknown>): Promise<void>;
}

/**
 * Iterates over the items of batches: events, texts, or the batches themselves.
 *
 * Written by hand, because `return()` of an async generator that was never started skips its `finally`, and otherwise
 * waits behind a pending pull.
 */
export class EventIterator<Value> implements AsyncIterator<Value, undefined, undefined> {
  readonly #source: BatchSource;
  readonly #readMode: ReadMode;
  readonly #toItems: (batch: ChatBatch) => readonly Value[];
  #items: readonly Value[] = [];
  #index = 0;
  /** How many calls of `next()` wait, and the result of the last one. The next call starts after it. */
  #waiting = 0;
  #last: Promise<Result<Value>> | undefined;
  #done = false;

  // Created once, because an async function would allocate 600 bytes per batch.
  readonly #onTurn = (): Result<Value> | Promise<Result<Value>> => this.#settle() ?? this.#pull();
  readonly #onBatch = (batch: ChatBatch | undefined): Result<Value> | Promise<Result<Value>> => {
    if (!batch) this.#end();
    else if (!this.#done) this.#items = this.#toItems(batch);
    this.#index = 0;
    return this.#settle() ?? this.#pull();
  };
  readonly #onFailure = (error: unknown): never => {
    this.#end();
    this.#countSettled();
    throw error;
  };

  /** @param toItems - returns what the iterator yields for a batch */
  constructor(
    source: BatchSource,
    readMode: ReadMode,
    toItems: (batch: ChatBatch) => readonly Value[],
  ) {
    this.#source = source;
    this.#readMode = readMode;
    this.#toItems = toItems;
  }

  next(): Promise<Result<Value>> {
    const result = this.#last ? undefined : this.#takeResult();
    if (result) return Promise.resolve(result);
    this.#waiting += 1;
    this.#last = this.#last ? this.#last.then(this.#onTurn, this.#onTurn) : this.#pull();
    return this.#last;
  }

  async return(): Promise<Result<Value>> {
    this.#done = true;
    this.#items = [];
    await this.#source.stopReading(this);
    return { done: true, value: undefined };
  }

  #pull(): Promise<Result<Value>> {
    try {
      this.#source.claim(this, this.#readMode);
    } catch (error) {
      return Promise.reject(error).catch(this.#onFailure);
    }
    return this.#source.pull().then(this.#onBatch, this.#onFailure);
  }

  /** Returns the result of a call that waited, unless a pull must come first. */
  #settle(): Result<Value> | undefined {
    const result = this.#takeResult();
    if (result) this.#countSettled();
    return result;
  }

  #countSettled(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#last = undefined;
  }

  /** Returns the result without a pull, if it is known. */
  #takeResult(): Result<Value> | undefined {
    if (this.#done) return { done: true, value: undefined };
    const value = this.#source.aborted ? undefined : this.#take();
    return value === undefined ? undefined : { done: false, value };
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
