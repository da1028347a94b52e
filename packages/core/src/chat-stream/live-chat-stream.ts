import type { ChatCall, CompleteResponse } from '../chain/chat-call.ts';
import type { ReadMode } from '../chain/read-mode.ts';
import type { Attempt } from '../chat/attempt.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import { BatchQueue } from './batch-queue.ts';
import type { ChatStream } from './chat-stream.ts';
import type { Batch, BatchSource } from './event-iterator.ts';
import { EventIterator } from './event-iterator.ts';
import type { OutputReader } from './read-output.ts';

type Batches = AsyncGenerator<Batch, void, undefined>;

/** The stream of one chat over the batches of its chain. */
export class LiveChatStream<Output> implements ChatStream<Output>, BatchSource {
  readonly #call: ChatCall;
  readonly #run: (call: ChatCall) => Batches;
  #batches: Batches | undefined;
  /** The reader of the stream: an iterator or `response()`; none after `cancel()`. */
  #reader: EventIterator<unknown> | 'response' | 'canceled' | undefined;
  /** The batches that `response()` has read ahead of the iteration. */
  #readAhead: BatchQueue | undefined;
  readonly #readOutput: OutputReader<Output>;
  #response: Promise<ChatResponse<Output>> | undefined;

  // Created once, because an async function would allocate 480 bytes per batch.
  readonly #onBatch = ({ done, value }: IteratorResult<Batch, void>): Batch | undefined => {
    this.#call.endWork();
    return done === true ? undefined : value;
  };
  readonly #onFailure = (error: unknown): never => {
    this.#call.fail(error);
    this.#call.endWork();
    throw error;
  };

  constructor(call: ChatCall, run: (call: ChatCall) => Batches, readOutput: OutputReader<Output>) {
    this.#call = call;
    this.#run = run;
    this.#readOutput = readOutput;
  }

  get id(): string {
    return this.#call.id;
  }

  get attempts(): readonly Attempt[] {
    return this.#call.log.attempts;
  }

  get textStream(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#iterate('text', toTexts) };
  }

  get batches(): AsyncIterable<Batch> {
    return { [Symbol.asyncIterator]: () => this.#iterate('events', (batch) => [batch]) };
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatEvent, undefined, undefined> {
    return this.#iterate('events', (batch) => batch);
  }

  text(): Promise<string> {
    const text = this.#read().then(({ response }) => response.text);
    text.catch(() => {});
    return text;
  }

  response(): Promise<ChatResponse<Output>> {
    const complete = this.#read();
    this.#response ??= this.#readOutput(complete, this.#call);
    this.#response.catch(() => {});
    return this.#response;
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

  async stopReading(reader: EventIterator<unknown>): Promise<void> {
    if (this.#reader === undefined || this.#reader === reader) await this.cancel();
  }

  pull(): Promise<Batch | undefined> {
    return this.#readAhead && !this.aborted ? this.#readAhead.shift() : this.#advance();
  }

  #iterate<Value>(
    readMode: ReadMode,
    toItems: (batch: Batch) => readonly Value[],
  ): EventIterator<Value> {
    if (this.#reader !== undefined) throw alreadyRead();
    return new EventIterator(this, readMode, toItems);
  }

  /** Reads the stream, unless an iteration reads it. */
  #read(): Promise<CompleteResponse> {
    if (this.#reader === undefined) {
      this.#reader = 'response';
      void this.#drain();
    } else if (this.#reader instanceof EventIterator && !this.#call.settled) {
      // The iteration may wait for the response, so the response cannot wait for the iteration.
      this.#readAhead ??= this.#startReadAhead();
    }
    return this.#call.response;
  }

  #advance(): Promise<Batch | undefined> {
    this.#call.beginWork();
    return this.#next().then(this.#onBatch, this.#onFailure);
  }

  #next(): Promise<IteratorResult<Batch, void>> {
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

function toTexts(batch: Batch): readonly string[] {
  const [first] = batch;
  // The only event of most batches of a slow stream. A list that grows with `push()` has memory for 17 items.
  if (batch.length === 1 && first?.type === 'text-delta' && first.text !== '') return [first.text];
  const texts: string[] = [];
  for (const event of batch) {
    if (event.type === 'text-delta' && event.text !== '') texts.push(event.text);
  }
  return texts;
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
