import type { ServerAddress } from '../../chat/attempt.ts';
import type { ProviderBatch, ProviderEvent, WarningEvent } from '../../chat/chat-event.ts';
import type { SizeLimits, Timeouts } from '../../chat/chat-options.ts';
import type { ChatRequest } from '../../chat/chat-request.ts';
import type { Permit } from '../../health/permit.ts';
import type { TargetId } from '../../health/target-health.ts';
import type { Provider, ProviderContext, ProviderPorts } from '../../provider/provider.ts';
import type { AttemptTimer } from '../../stream/attempt-timer.ts';
import { AttemptHttp } from './attempt-http.ts';
import { checkEvent, isTextDelta } from './check-event.ts';

export type Pulled = IteratorResult<ProviderEvent | ProviderBatch, unknown>;

/** How many requests a provider may send again in one attempt, for example after a new login. */
const maxReplays = 2;

/** One call of a provider. */
export interface ProviderCall {
  readonly target: TargetId;
  /** Returns the provider, which is created at its first use. */
  readonly open: () => Provider | Promise<Provider>;
  /** The request as the provider receives it, with the vendor's name of the model. */
  readonly request: ChatRequest;
  /** Differences between the chat's request and `request`. */
  readonly warnings: readonly WarningEvent[];
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the app named the model, see `AttemptStartTelemetry.listed`. */
  readonly listed: boolean;
  readonly includeRaw: boolean;
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  /** How many more requests for a response `maxAttempts` allows. */
  readonly remainingRequests: () => number;
  /** Called for each request that is sent again. */
  readonly onReserve: () => void;
  /** Counts the requests. */
  readonly permit: Pick<Permit, 'startRequest' | 'reserveRequest'>;
}

/** The batches that a provider yields for one attempt, up to the finish. */
export class ProviderStream {
  readonly #call: ProviderCall;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  readonly #http: AttemptHttp;
  readonly #context: ProviderContext;
  #iterator: AsyncIterator<ProviderEvent | ProviderBatch, unknown> | undefined;
  #cleanup: Promise<void> | undefined;
  #requested = false;
  #reservedRequests = 0;
  #responseStarted = false;

  /**
   * @param timer - is touched for each chunk of a response body
   * @param tracingHeaders - returns headers that are added to each request
   */
  constructor(
    call: ProviderCall,
    ports: ProviderPorts,
    timer: Pick<AttemptTimer, 'touch' | 'remainingMs'>,
    tracingHeaders: (() => Readonly<Record<string, string>>) | undefined,
  ) {
    const { usageGraceMs } = call.timeouts;
    this.#call = call;
    const { timeouts, request } = call;
    const effects = request.effects === true;
    this.#http = new AttemptHttp(ports.http, {
      timeouts,
      onBytes: () => timer.touch(),
      onRequest: () => call.permit.startRequest(),
      reserve: () => call.permit.reserveRequest(),
      effects,
      headers: tracingHeaders,
    });
    this.#context = {
      ...ports,
      http: this.#http,
      provider: call.target.provider,
      signal: this.signal,
      headers: call.headers,
      limits: call.limits,
      includeRaw: call.includeRaw,
      reserveRequest: () => this.#reserveRequest(),
      // A complete response must not time out while it waits for token counts. No getter: V8 keeps the objects of a
      // literal with a getter, and what they refer to, until a full collection.
      usageGraceMs: () => Math.min(usageGraceMs, timer.remainingMs / 2),
    };
  }

  /** How many requests the provider sent again with `reserveRequest()`. */
  get reservedRequests(): number {
    return this.#reservedRequests;
  }

  /** How many requests for a response were made. */
  get requests(): number {
    return this.answerableRequests + this.#http.lostRequests;
  }

  /** The requests without those that a reused connection lost. A provider without HTTP makes one. */
  get answerableRequests(): number {
    const requested = this.#requested ? 1 + this.#reservedRequests : 0;
    return Math.max(requested, this.#http.requests);
  }

  get server(): ServerAddress | undefined {
    return this.#http.server;
  }

  /** Returns what the provider yields next. @throws what the provider throws before it returns a promise */
  pull(): Promise<Pulled> {
    return this.#iterator?.next() ?? this.#request();
  }

  /** Returns the batch of a pull, or undefined at the end. */
  toBatch(pulled: Pulled): ProviderBatch | undefined {
    if (pulled.done === true) return undefined;
    const batch = upToFinish(listEvents(pulled.value));
    return this.#responseStarted ? batch : this.#withStart(batch);
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends the provider. Resolves when it has released what it opened. */
  cleanUp(): Promise<void> {
    return (this.#cleanup ??= this.#cleanUp());
  }

  /** The attempt has ended: no caller can receive an error of the cleanup. */
  #cleanUp(): Promise<void> {
    try {
      const returned: unknown = this.#iterator?.return?.();
      return Promise.resolve(returned).then(ignore, ignore);
    } catch {
      return Promise.resolve();
    }
  }

  /** Calls the provider, in this turn if it is created already, and pulls for the first time. */
  #request(): Promise<Pulled> {
    const opened = this.#call.open();
    return opened instanceof Promise
      ? opened.then((provider) => this.#start(provider))
      : this.#start(opened);
  }

  #start(provider: Provider): Promise<Pulled> {
    this.signal.throwIfAborted();
    this.#iterator = provider.chat(this.#call.request, this.#context)[Symbol.asyncIterator]();
    this.#requested = true;
    return this.#iterator.next();
  }

  /**
   * Puts a `response-start` before the first event of a provider that yields none, and the warnings after it. Only
   * `raw` and `progress` can precede it.
   */
  #withStart(batch: ProviderBatch): ProviderBatch {
    const index = batch.findIndex(({ type }) => type !== 'raw' && type !== 'progress');
    const first = batch[index];
    if (!first) return batch;
    this.#responseStarted = true;
    const { target, warnings } = this.#call;
    const earlier = batch.slice(0, index);
    if (first.type !== 'response-start') {
      const start = { type: 'response-start', ...target } as const;
      return [...earlier, start, ...warnings, ...batch.slice(index)];
    }
    return warnings.length === 0
      ? batch
      : [...earlier, first, ...warnings, ...batch.slice(index + 1)];
  }

  #reserveRequest(): boolean {
    const { remainingRequests, permit, onReserve } = this.#call;
    const isAllowed = this.#reservedRequests < maxReplays && remainingRequests() > 0;
    // A provider can ignore its signal. What it reserves after the end would stay reserved.
    if (this.signal.aborted || !isAllowed || !permit.reserveRequest()) return false;
    this.#reservedRequests += 1;
    onReserve();
    return true;
  }
}

function ignore(): void {}

function listEvents(value: ProviderEvent | ProviderBatch): ProviderBatch {
  return 'type' in value ? [value] : value;
}

/**
 * Checks the events up to the finish. What follows it is not read.
 *
 * @throws ProviderError `malformed-response` for an event that a provider may not yield
 */
function upToFinish(batch: ProviderBatch): ProviderBatch {
  let length = 0;
  for (const event of batch) {
    length += 1;
    if (isTextDelta(event)) continue;
    checkEvent(event);
    if (event.type === 'finish') return length === batch.length ? batch : batch.slice(0, length);
  }
  return batch;
}
