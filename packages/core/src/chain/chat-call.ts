import type { WarningEvent } from '../chat/chat-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { CheckedCall, CheckedInput } from '../request/read-call.ts';
import type { CallScope } from '../scope/call-scope.ts';
import { Call } from '../scope/call-scope.ts';
import type { ChatCollector, CollectedResponse } from '../stream/chat-collector.ts';
import type { Acceptance } from './accept/accept-response.ts';
import type { Output } from './accept/read-output.ts';
import { AttemptLog } from './attempt/attempt-log.ts';
import type { AttemptReporter } from './attempt/attempt-reporter.ts';
import type { ReadMode } from './read-mode.ts';

/** The response of a chat. */
export interface CompleteResponse {
  readonly response: CollectedResponse;
  /** Undefined if the response was passed on before it was complete, and is not validated. */
  readonly accepted: Output | undefined;
}

export interface ChatServices {
  readonly clock: Clock;
  readonly reporter: AttemptReporter;
}

/** One chat: its request, its signal, its attempts and its response, which is settled once. */
export class ChatCall extends Call {
  /** Identifies the chat in telemetry. */
  readonly id: string;
  readonly log: AttemptLog;
  /** Whether telemetry has reported the start of the chat. */
  started = false;
  /** The registered chain or alias of the chat. */
  chain: string | undefined;
  /** Parts of the request that no target receives. */
  warnings: readonly WarningEvent[] = [];
  /** What a complete response must fulfill. */
  acceptance: Acceptance | undefined;
  /** Fixed at the first pull. */
  readMode: ReadMode = 'response';
  /**
   * Released when nothing of the chat is in flight. An object instead of a callback, because a closure in this
   * field kept every chat in memory until a full collection (see the scenario `short-chats` of the benchmark).
   */
  decisions: { release(): void } | undefined;
  readonly #result = Promise.withResolvers<CompleteResponse>();

  readonly #input: CheckedInput;
  readonly #reporter: AttemptReporter;

  constructor(scope: CallScope, id: string, input: CheckedInput, services: ChatServices) {
    super(scope, 'chat', input.signal);
    this.id = id;
    this.#input = input;
    this.#reporter = services.reporter;
    this.log = new AttemptLog(services.clock);
  }

  /** The request and the options. @throws ConfigurationError if they are not valid */
  get input(): CheckedCall {
    if (this.#input.type === 'invalid') throw this.#input.error;
    return this.#input;
  }

  /** Fulfills when the finish of the response was received; rejects with what ended the chat. */
  get response(): Promise<CompleteResponse> {
    return this.#result.promise;
  }

  /** Settles the response with that of an attempt, unless the chat has failed. */
  complete(collector: ChatCollector, accepted: Output | undefined): CollectedResponse | undefined {
    if (this.settled) return undefined;
    this.settle();
    const response = collector.response(this.log.attempts);
    this.#result.resolve({ response, accepted });
    return response;
  }

  fail(reason: unknown): void {
    if (this.settled) return;
    this.settle();
    // The cleanup of an attempt can take longer, so the chat is not idle.
    this.decisions?.release();
    this.#result.reject(reason);
    // A caller that does not await the response learns of the failure from the iteration.
    this.#result.promise.catch(() => {});
    if (!this.started) return;
    if (this.aborted) this.#reporter.chatAborted(this, this.log.attempts);
    else this.#reporter.chatFailed(this, this.log.attempts, reason);
  }

  /** Does not affect a response that is settled. */
  override abort(reason: unknown): void {
    super.abort(reason);
    this.fail(reason);
  }

  protected override onIdle(): void {
    this.decisions?.release();
  }
}
