import type { ChatCall, ReadMode } from '../chain/chat-call.ts';
import type { Attempt } from '../chat/attempt.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import { BatchQueue } from './batch-queue.ts';
import type { ChatStream } from './chat-stream.ts';
import type { BatchSource } from './event-iterator.ts';
import { EventIterator } from './event-iterator.ts';

type Batches = AsyncGenerator<readonly ChatEvent[], void, undefined>;

/** The stream of one chat over the batches of its chain. */
export class LiveChatStream implements ChatStream, BatchSource {
  readonly #call: ChatCall;
  readonly #run: (call: ChatCall) => Batches;
  #batches: Batches | undefined;
  /** The reader of the stream: an iterator or `response()`; none after `cancel()`. */
  #reader: EventIterator<unknown> | 'response' | 'canceled' | undefined;
  /** The batches that `response()` has read ahead of the iteration. */
  #readAhead: BatchQueue | undefined;

  constructor(call: ChatCall, run: (call: ChatCall) => Batches) {
    this.#call = call;
    this.#run = run;
  }

  get attempts(): readonly Attempt[] {
    return this.#call.log.attempts;
  }

  get textStream(): AsyncIterable<string> {
    return {
      [Symbol.asyncIterator]: () => this.#iterate('text', toText),
    };
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatEvent, undefined, undefined> {
    return this.#iterate('events', (event) => event);
  }

  text(): Promise<string> {
    const text = this.response().then((response) => response.text);
    text.catch(() => {});
    return text;
  }

  response(): Promise<ChatResponse> {
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.cancel();
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

  async leave(reader: EventIterator<unknown>): Promise<void> {
    if (this.#reader === undefined || this.#reader === reader) await this.cancel();
  }

  pull(): Promise<readonly ChatEvent[] | undefined> {
    return this.#readAhead && !this.aborted ? this.#readAhead.shift() : this.#advance();
  }

  #iterate<Value>(
    readMode: ReadMode,
    select: (event: ChatEvent) => Value | undefined,
  ): EventIterator<Value> {
    if (this.#reader !== undefined) throw alreadyRead();
    return new EventIterator(this, readMode, select);
  }

  async #advance(): Promise<readonly ChatEvent[] | undefined> {
    const call = this.#call;
    call.enter();
    try {
      call.throwIfAborted();
      const { done, value } = await (this.#batches ??= this.#run(call)).next();
      return done === true ? undefined : value;
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      call.leave();
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

function toText(event: ChatEvent): string | undefined {
  return event.type === 'text-delta' && event.text !== '' ? event.text : undefined;
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
