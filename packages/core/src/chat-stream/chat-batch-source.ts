import type { ChatCall, CompleteResponse } from '../chain/chat-call.ts';
import type { ReadMode } from '../chain/read-mode.ts';
import type { ChatBatch } from '../chat/chat-event.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import { BatchQueue } from './batch-queue.ts';
import type { BatchSource } from './event-iterator.ts';
import { EventIterator } from './event-iterator.ts';

type Batches = AsyncGenerator<ChatBatch, void, undefined>;

/** Runs the chain of a chat. */
export type RunChain = (call: ChatCall) => Batches;

/** The batches of one chat, for one reader. */
export class ChatBatchSource implements BatchSource {
  readonly #call: ChatCall;
  readonly #run: RunChain;
  #batches: Batches | undefined;
  /** The reader of the batches: an iterator or `readResponse()`; none after `cancel()`. */
  #reader: EventIterator<unknown> | 'response' | 'canceled' | undefined;
  /** The batches that `readResponse()` has read ahead of the iteration. */
  #readAhead: BatchQueue | undefined;

  // Created once, because an async function would allocate 480 bytes per batch.
  readonly #onBatch = ({ done, value }: IteratorResult<ChatBatch, void>): ChatBatch | undefined => {
    this.#call.endWork();
    return done === true ? undefined : value;
  };
  readonly #onFailure = (error: unknown): never => {
    this.#call.fail(error);
    this.#call.endWork();
    throw error;
  };

  constructor(call: ChatCall, run: RunChain) {
    this.#call = call;
    this.#run = run;
  }

  get aborted(): boolean {
    return this.#call.aborted;
  }

  claim(reader: EventIterator<unknown>, readMode: ReadMode): void {
    if (this.#reader === reader) return;
    if (this.#reader !== undefined) throw alreadyRead();
    this.#reader = reader;
    this.#call.readMode = readMode;
  }

  async stopReading(reader: EventIterator<unknown>): Promise<void> {
    if (this.#reader === undefined || this.#reader === reader) await this.cancel();
  }

  pull(): Promise<ChatBatch | undefined> {
    return this.#readAhead && !this.aborted ? this.#readAhead.shift() : this.#advance();
  }

  /** @throws UnderstudyError `invalid-request` if the batches have a reader */
  iterate<Value>(
    readMode: ReadMode,
    toItems: (batch: ChatBatch) => readonly Value[],
  ): EventIterator<Value> {
    if (this.#reader !== undefined) throw alreadyRead();
    return new EventIterator(this, readMode, toItems);
  }

  /** Returns the complete response. Reads the batches, unless an iteration reads them. */
  readResponse(): Promise<CompleteResponse> {
    if (this.#reader === undefined) {
      this.#reader = 'response';
      void this.#drain();
    } else if (this.#reader instanceof EventIterator && !this.#call.settled) {
      // The iteration may wait for the response, so the response cannot wait for the iteration.
      this.#readAhead ??= this.#startReadAhead();
    }
    return this.#call.response;
  }

  async cancel(reason: unknown = canceled()): Promise<void> {
    this.#reader ??= 'canceled';
    this.#call.abort(reason);
    await this.#batches?.return().catch(() => {});
  }

  #advance(): Promise<ChatBatch | undefined> {
    this.#call.beginWork();
    return this.#next().then(this.#onBatch, this.#onFailure);
  }

  #next(): Promise<IteratorResult<ChatBatch, void>> {
    try {
      this.#call.throwIfAborted();
      return (this.#batches ??= this.#run(this.#call)).next();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #drain(): Promise<void> {
    try {
      while (await this.#advance());
    } catch {
      // The response rejects with it.
    }
  }

  #startReadAhead(): BatchQueue {
    const queue = new BatchQueue();
    const read = async (): Promise<void> => {
      for (;;) {
        const pulled = this.#advance();
        const batch = await pulled.catch(() => undefined);
        if (!batch) {
          queue.end(pulled);
          return;
        }
        queue.push(batch);
      }
    };
    void read();
    return queue;
  }
}

function canceled(): DOMException {
  return new DOMException('The chat was canceled', 'AbortError');
}

function alreadyRead(): UnderstudyError {
  return new UnderstudyError(
    'invalid-request',
    'a ChatStream can be read once, and this one was read or canceled; call chat() again',
  );
}
