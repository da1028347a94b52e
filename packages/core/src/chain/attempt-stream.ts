import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { FinishEvent, FinishReason, ProviderEvent } from '../chat/chat-event.ts';
import type { CommitPolicy, Timeouts } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import { isProviderError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Provider, ProviderContext, ProviderPorts } from '../provider/provider.ts';
import type { TimeoutPhase } from '../stream/attempt-timer.ts';
import { AttemptTimer } from '../stream/attempt-timer.ts';
import { CommitPoint } from '../stream/commit-point.ts';
import { AttemptHttp } from './attempt-http.ts';
import { deadlineError } from './deadline-error.ts';

export interface AttemptPlan {
  readonly provider: string;
  /** The provider itself; it is made at its first use. */
  readonly open: () => Provider | Promise<Provider>;
  /** As the provider is to see it: with the vendor's own name of the model. */
  readonly request: ChatRequest;
  readonly timeouts: Timeouts;
  /** When the whole chat must be over, on the monotonic clock. */
  readonly deadlineAt: number;
  readonly commit: CommitPolicy;
  readonly headers: Readonly<Record<string, string>>;
  /** How many more requests for an answer the ceiling of the chain lets this attempt make. */
  readonly remainingRequests: number;
}

/** Who wants to know how an attempt fares; each of these is called once at most. */
export interface AttemptObserver {
  onFirstContent(): void;
  /** A limit ran out while nobody pulled: that says nothing of the vendor. */
  onUnreadTimeout(): void;
}

type Batch = readonly ProviderEvent[];

/**
 * One try of one target. It pulls the provider's answer, keeps its time limits, holds it back until
 * it may be given out, and ends with the finish of the answer or with one error.
 */
export class AttemptStream {
  readonly #plan: AttemptPlan;
  readonly #observer: AttemptObserver;
  readonly #controller = new AbortController();
  readonly #http: AttemptHttp;
  readonly #limits: AttemptTimer;
  readonly #commit: CommitPoint;
  readonly #context: ProviderContext;
  #iterator: AsyncIterator<ProviderEvent | Batch, unknown> | undefined;
  #interrupt: ((reason: unknown) => void) | undefined;
  #asked = false;
  #emptyBatches = 0;
  #spent = 0;
  #responseStarted = false;
  #finished = false;

  constructor(plan: AttemptPlan, ports: ProviderPorts, observer: AttemptObserver) {
    this.#plan = plan;
    this.#observer = observer;
    this.#commit = new CommitPoint(plan.commit);
    this.#limits = new AttemptTimer(ports.clock, plan.timeouts, plan.deadlineAt, (phase) =>
      this.#expire(phase),
    );
    this.#http = new AttemptHttp(ports.http, plan.timeouts, () => this.#limits.touch());
    this.#context = {
      ...ports,
      http: this.#http,
      provider: plan.provider,
      signal: this.#controller.signal,
      headers: plan.headers,
      reserveRequest: () => this.#spend(),
    };
  }

  /** Whether content has been given out: from then on the text is the caller's. */
  get committed(): boolean {
    return this.#commit.committed;
  }

  /** Whether any content has come. */
  get foundContent(): boolean {
    return this.#commit.foundContent;
  }

  /** The text that came and was not given out. */
  get heldText(): string {
    return this.#commit.heldText;
  }

  /** Whether the answer came to its end. */
  get finished(): boolean {
    return this.#finished;
  }

  /** How often an answer was asked for. */
  get requests(): number {
    const asked = this.#asked ? 1 + this.#spent : 0;
    return Math.max(asked, this.#http.requests);
  }

  /**
   * The next events, at least one; not to be asked for once it is finished.
   *
   * @throws ProviderError what ended the attempt; the reason of `abort` as it was given
   */
  async next(): Promise<Batch> {
    for (;;) {
      const pulled = await this.#wait(() => this.#iterator?.next() ?? this.#ask());
      this.#limits.arrived();
      if (pulled.done === true) throw endedEarly();
      const batch = upToFinish(toBatch(pulled.value));
      const ready = this.#pass(this.#withStart(batch));
      const last = batch.at(-1);
      if (last?.type === 'finish') return this.#finish(ready, last);
      if (ready.length > 0) return ready;
      // A flood of them would else keep every timer of the process from going off.
      this.#emptyBatches += 1;
      if (this.#emptyBatches % 100 === 0) await nextTurn();
    }
  }

  /** Ends the attempt at once; what was opened for it is closed. */
  abort(reason: unknown): void {
    this.#limits.stop();
    this.#controller.abort(reason);
    this.#interrupt?.(reason);
  }

  /** Lets go of the attempt: what has finished may drain its body, anything else is aborted. */
  close(): void {
    this.#limits.stop();
    if (!this.#finished) this.#controller.abort(leftEarly);
    void this.#giveUp();
  }

  async #giveUp(): Promise<void> {
    try {
      await this.#iterator?.return?.();
    } catch {
      // It was let go: whatever it still says is said to nobody.
    }
  }

  /** Asks the provider, in this turn where it is made already, and pulls for the first time. */
  async #ask(): Promise<IteratorResult<ProviderEvent | Batch, unknown>> {
    const opened = this.#plan.open();
    const provider = opened instanceof Promise ? await opened : opened;
    this.#controller.signal.throwIfAborted();
    this.#iterator = provider.chat(this.#plan.request, this.#context)[Symbol.asyncIterator]();
    this.#asked = true;
    return await this.#iterator.next();
  }

  /** Waits for the provider, but not beyond the end of the attempt. */
  #wait<Value>(work: () => Promise<Value>): Promise<Value> {
    const { signal } = this.#controller;
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#limits.resume();
    return new Promise<Value>((resolve, reject) => {
      const fail = (error: unknown): void => {
        this.#limits.pause();
        reject(signal.aborted && !isQueueFull(error) ? signal.reason : error);
      };
      this.#interrupt = fail;
      work().then(resolve, fail);
    });
  }

  #pass(batch: Batch): Batch {
    if (this.#commit.committed) return batch;
    const knew = this.#commit.foundContent;
    const ready = this.#commit.pass(batch);
    if (this.#commit.foundContent && !knew) {
      this.#limits.foundContent();
      this.#observer.onFirstContent();
    }
    return ready;
  }

  #finish(ready: Batch, { reason }: FinishEvent): Batch {
    if (!this.#commit.foundContent && reason !== 'length') throw withoutContent(reason);
    this.#finished = true;
    this.#limits.stop();
    return this.#commit.committed ? ready : this.#commit.release();
  }

  /** Puts a `response-start` before the first event of a provider that told none. */
  #withStart(batch: Batch): Batch {
    const [first] = batch;
    if (!first || this.#responseStarted) return batch;
    this.#responseStarted = true;
    if (first.type === 'response-start') return batch;
    const { provider, request } = this.#plan;
    return [{ type: 'response-start', provider, model: request.model }, ...batch];
  }

  #expire(phase: TimeoutPhase): void {
    const reason = timedOut(phase, this.#plan.timeouts);
    const { pulled } = this.#limits;
    this.#controller.abort(reason);
    if (!pulled) this.#observer.onUnreadTimeout();
    // A provider whose own queue was too long says so within this turn: that is no fault of the vendor's.
    setImmediate(() => this.#interrupt?.(reason));
  }

  #spend(): boolean {
    if (this.#spent >= this.#plan.remainingRequests) return false;
    this.#spent += 1;
    return true;
  }
}

const limits = {
  'first-content': { setting: 'firstContentMs', what: 'the first content' },
  idle: { setting: 'idleMs', what: 'a sign of life' },
  total: { setting: 'totalMs', what: 'the whole answer' },
} as const;

function timedOut(phase: TimeoutPhase, timeouts: Timeouts): ProviderError {
  if (phase === 'deadline') return deadlineError();
  const { setting, what } = limits[phase];
  const message = `expected ${what} within ${timeouts[setting]} ms (timeouts.${setting}), and it did not come`;
  return new ProviderError({ code: 'timeout', message, phase });
}

function toBatch(value: ProviderEvent | Batch): Batch {
  return 'type' in value ? [value] : value;
}

/** What follows the finish is never read. */
function upToFinish(batch: Batch): Batch {
  const index = batch.findIndex(({ type }) => type === 'finish');
  return index < 0 || index === batch.length - 1 ? batch : batch.slice(0, index + 1);
}

function isQueueFull(error: unknown): boolean {
  return isProviderError(error) && error.code === 'concurrency-limited';
}

function endedEarly(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'expected a finish at the end of the answer, and the stream ended without one',
  });
}

function withoutContent(reason: FinishReason): ProviderError {
  return reason === 'content-filter'
    ? new ProviderError({
        code: 'content-filtered',
        message: 'the filter of the vendor withheld the answer',
      })
    : new ProviderError({
        code: 'empty-response',
        message: `expected content before the finish "${reason}", and none came`,
      });
}

/** One for all: no caller is told of it, and to make one for each failed attempt takes its time. */
const leftEarly = new DOMException('The attempt was left before its end', 'AbortError');
