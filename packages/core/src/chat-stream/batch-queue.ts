import type { ChatBatch } from '../chat/chat-event.ts';

/** Batches that `response()` has read ahead of an iteration. The iteration takes them in the same order. */
export class BatchQueue {
  readonly #batches: ChatBatch[] = [];
  #end: Promise<ChatBatch | undefined> | undefined;
  #wake: PromiseWithResolvers<void> | undefined;

  push(batch: ChatBatch): void {
    this.#batches.push(batch);
    this.#wake?.resolve();
  }

  /** Ends the queue with undefined, or with the error of the chat. */
  end(last: Promise<ChatBatch | undefined>): void {
    this.#end = last;
    this.#wake?.resolve();
  }

  /** Returns the next batch, or undefined at the end. Call it again only after it has settled. */
  async shift(): Promise<ChatBatch | undefined> {
    for (;;) {
      const batch = this.#batches.shift();
      if (batch) return batch;
      if (this.#end) return this.#end;
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
  }
}
