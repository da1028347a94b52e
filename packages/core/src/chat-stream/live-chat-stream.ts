import { AttemptLog } from '../chain/attempt-log.ts';
import type { ChatCall, ReadMode } from '../chain/chat-call.ts';
import { onAbort } from '../chain/on-abort.ts';
import type { Attempt } from '../chat/attempt.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import type { Clock } from '../ports/clock.ts';
import { ChatCollector } from '../stream/chat-collector.ts';
import type { ChatStream } from './chat-stream.ts';
import type { BatchSource } from './event-iterator.ts';
import { EventIterator } from './event-iterator.ts';

export interface ChatStreamParts {
  readonly request: ChatRequest;
  readonly options: ChatOptions;
  readonly clock: Clock;
  readonly run: (call: ChatCall) => AsyncGenerator<readonly ChatEvent[], void, undefined>;
  /** Called at the first pull, and when all is over. */
  readonly onStart: (stream: LiveChatStream) => void;
  readonly onEnd: (stream: LiveChatStream) => void;
}

/** The stream of one chat over the batches of its chain. */
export class LiveChatStream implements ChatStream, BatchSource {
  readonly #parts: ChatStreamParts;
  readonly #controller = new AbortController();
  readonly #ledger: AttemptLog;
  readonly #collector = new ChatCollector();
  readonly #whole = Promise.withResolvers<ChatResponse>();
  #batches: AsyncGenerator<readonly ChatEvent[], void, undefined> | undefined;
  #stopListening: () => void = () => {};
  #readAs: ReadMode = 'response';
  #claimed = false;
  #held = false;
  #ended = false;

  constructor(parts: ChatStreamParts) {
    this.#parts = parts;
    this.#ledger = new AttemptLog(parts.clock);
    // Whoever asks for the response gets the failure; who does not has seen it in the iteration.
    this.#whole.promise.catch(() => {});
  }

  get attempts(): readonly Attempt[] {
    return this.#ledger.attempts;
  }

  get textStream(): AsyncIterable<string> {
    return {
      [Symbol.asyncIterator]: () => this.#iterate('text', textOf),
    };
  }

  get aborted(): boolean {
    return this.#controller.signal.aborted;
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
    if (!this.#claimed) {
      this.#claimed = true;
      void this.#drain();
    }
    return this.#whole.promise;
  }

  async cancel(reason: unknown = cancelled()): Promise<void> {
    this.#claimed = true;
    this.abort(reason);
    await this.#batches?.return().catch(() => {});
    this.#end(() => this.#whole.reject(this.#controller.signal.reason));
  }

  leave(): Promise<void> {
    return this.cancel();
  }

  /** Ends the chat from outside; whoever waits for it is told the reason. */
  abort(reason: unknown): void {
    if (!this.#ended) this.#controller.abort(reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cancel();
  }

  async pull(): Promise<readonly ChatEvent[] | undefined> {
    this.#hold();
    const gone = this.aborted;
    try {
      const { done, value } = await this.#start().next();
      if (done !== true) return value;
      this.#controller.signal.throwIfAborted();
      this.#end(() => this.#whole.resolve(this.#collector.response(this.attempts)));
      return undefined;
    } catch (error) {
      const why: unknown = gone ? this.#controller.signal.reason : error;
      this.#end(() => this.#whole.reject(why));
      throw why;
    }
  }

  #iterate<Value>(
    readAs: ReadMode,
    select: (event: ChatEvent) => Value | undefined,
  ): EventIterator<Value> {
    if (this.#claimed) throw alreadyRead();
    this.#claimed = true;
    this.#readAs = readAs;
    return new EventIterator(this, select);
  }

  #start(): AsyncGenerator<readonly ChatEvent[], void, undefined> {
    if (this.#batches) return this.#batches;
    const { request, options, run } = this.#parts;
    this.#batches = run({
      request,
      options,
      readMode: this.#readAs,
      signal: this.#controller.signal,
      ledger: this.#ledger,
      collector: this.#collector,
      onIdle: () => this.#letGo(),
    });
    return this.#batches;
  }

  async #drain(): Promise<void> {
    try {
      while (await this.pull());
    } catch {
      // The response rejects with it.
    }
  }

  #end(settle: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#letGo();
    settle();
  }

  /** While the stream is held, the runtime's close and the caller's signal reach it. */
  #hold(): void {
    if (this.#held || this.#ended) return;
    this.#held = true;
    const { options, onStart } = this.#parts;
    onStart(this);
    if (options.signal)
      this.#stopListening = onAbort(options.signal, (reason) => this.abort(reason));
  }

  /** Nothing outside keeps a stream that nobody may ever pull again. */
  #letGo(): void {
    this.#held = false;
    this.#stopListening();
    this.#parts.onEnd(this);
  }
}

function textOf(event: ChatEvent): string | undefined {
  return event.type === 'text-delta' && event.text !== '' ? event.text : undefined;
}

function cancelled(): DOMException {
  return new DOMException('The chat was cancelled', 'AbortError');
}

function alreadyRead(): UnderstudyError {
  return new UnderstudyError(
    'invalid-request',
    'a ChatStream is read once, and this one was read or cancelled: call chat() again for another answer',
  );
}
