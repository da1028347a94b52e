import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Attempt } from '../../chat/attempt.ts';
import type {
  AttemptEndEvent,
  AttemptStartEvent,
  ChatEvent,
  ProviderBatch,
  ResetEvent,
} from '../../chat/chat-event.ts';
import { AttemptTimer } from '../../stream/attempt-timer.ts';
import type { TimeoutLimit } from '../../stream/attempt-timer.ts';
import type { Acceptance } from '../accept/accept-response.ts';
import { acceptResponse } from '../accept/accept-response.ts';
import type { Output } from '../accept/read-output.ts';
import type { ChatCall } from '../chat-call.ts';
import type { AttemptEnding } from './attempt-ending.ts';
import * as errors from './attempt-errors.ts';
import { toAttemptEnd } from './attempt-log.ts';
import type { AttemptPlan, AttemptServices } from './attempt-plan.ts';
import { AttemptPull } from './attempt-pull.ts';
import { AttemptResponse } from './attempt-response.ts';
import { ProviderStream } from './provider-stream.ts';

/**
 * One attempt at one target. It reads the provider's response, enforces the timeouts, holds events back
 * until they may be passed on, and ends once: with the finish of the response, with a failure, or with the
 * abort of the chat.
 */
export class ActiveAttempt {
  readonly #plan: AttemptPlan;
  readonly #call: ChatCall;
  readonly #services: AttemptServices;
  readonly #response: AttemptResponse;
  readonly #timer: AttemptTimer;
  readonly #stream: ProviderStream;
  readonly #pull: AttemptPull;
  readonly #number: number;
  #stopListening: () => void = () => {};
  /** The first batch is read before the caller pulls, so that a slow caller does not hold the permit idle. */
  #first: Promise<readonly ChatEvent[]> | undefined;
  #onFirstContent: (() => void) | undefined;
  #batches = 0;
  #ending: AttemptEnding | undefined;
  #entry: Attempt;

  private constructor(
    plan: AttemptPlan,
    call: ChatCall,
    services: AttemptServices,
    entry: Attempt,
  ) {
    const { ports, state, reporter } = services;
    this.#plan = plan;
    this.#call = call;
    this.#services = services;
    const { target, commit, limits } = plan;
    this.#response = new AttemptResponse(target, commit, limits.maxResponseBytes);
    this.#timer = new AttemptTimer(ports.clock, plan.timeouts, state.deadlineAt, (limit) =>
      this.#expire(limit),
    );
    this.#entry = entry;
    this.#number = entry.number;
    const scope = { chatId: call.id, attemptNumber: this.#number };
    this.#stream = new ProviderStream(plan, ports, this.#timer, reporter.requestHeaders(scope));
    this.#pull = new AttemptPull(this.#stream, this.#timer, reporter, scope);
  }

  /** Starts an attempt: it is in the log, and its request is sent. The attempt releases the permit of the plan. */
  static start(plan: AttemptPlan, call: ChatCall, services: AttemptServices): ActiveAttempt {
    // Before the work begins, because a clock of the app can throw.
    const entry = call.log.start(plan.target, plan.permit.queuedMs, plan.isHedge);
    call.beginWork();
    const attempt = new ActiveAttempt(plan, call, services, entry);
    attempt.#start();
    return attempt;
  }

  #start(): void {
    this.#stopListening = this.#call.onAbort((error) => {
      this.#end({ outcome: 'aborted', error });
      this.#pull.reject(error);
    });
    // After the signal is listened to, so that the end of an attempt that a listener aborts is reported.
    this.#services.reporter.attemptStarted(this.#call.id, this.#entry, this.#plan.listed);
    this.#first = this.#read();
    // The caller may pull later.
    this.#first.catch(() => {});
  }

  get startEvent(): AttemptStartEvent {
    return { type: 'attempt-start', attemptNumber: this.#number, ...this.#plan.target };
  }

  /** The event that reports the end. Read it only after the end. */
  get endEvent(): AttemptEndEvent {
    return toAttemptEnd(this.#entry);
  }

  /** Calls a function when the first result of `next()` is known. Call it before `next()`. */
  onFirstResult(call: () => void): void {
    this.#first?.then(call, call);
  }

  /** Calls a function at the first content, at once if it has arrived. */
  onFirstContent(call: () => void): void {
    this.#onFirstContent = call;
    if (this.#response.foundContent) call();
  }

  /** Ends the attempt, because another one has sent content. Closes its socket. */
  outpace(): void {
    const error = new DOMException('Another attempt sent its first content earlier', 'AbortError');
    this.#end({ outcome: 'outpaced', error });
    this.#pull.reject(error);
  }

  get foundContent(): boolean {
    return this.#response.foundContent;
  }

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /** Whether `next()` has more to return, or a failure to reject with. */
  get hasMore(): boolean {
    return this.#first !== undefined || this.#ending?.outcome !== 'succeeded';
  }

  /** Returns the events that report a failed attempt to the caller. A `reset` discards content that was passed on. */
  reportFailure(): readonly ChatEvent[] {
    const ended = this.endEvent;
    if (!this.#entry.next || !this.#response.committed) return [ended];
    const reset: ResetEvent = { type: 'reset', reason: this.#entry.error?.code ?? '' };
    this.#services.reporter.chatReset(this.#call.id, this.#number, reset.reason);
    return [ended, reset];
  }

  /**
   * Returns the next events, at least one. The last batch ends with the `attempt-end` event.
   *
   * @throws UnderstudyError what the attempt failed with; the reason of the chat's signal
   */
  next(): Promise<readonly ChatEvent[]> {
    const first = this.#first;
    if (!first) return this.#read();
    this.#first = undefined;
    return first;
  }

  async #read(): Promise<readonly ChatEvent[]> {
    try {
      for (;;) {
        const pulled = await this.#pull.next();
        this.#timer.arrived();
        const batch = this.#stream.toBatch(pulled);
        if (!batch) throw errors.truncatedError();
        if (this.#batches === 0) this.#plan.permit.foundData();
        const ready = this.#add(batch);
        if (batch.at(-1)?.type === 'finish') {
          const { acceptance } = this.#call;
          const { finishReason } = this.#response.report;
          this.#response.assertNotEmpty(finishReason, acceptance?.conditions.minTextLength === 0);
          return this.#finish(ready, acceptance && (await this.#accept(acceptance)));
        }
        // A provider that yields without waiting would keep every timer of the process from firing.
        this.#batches += 1;
        if (this.#batches % 100 === 0) await nextTurn();
        if (ready.length > 0) return ready;
      }
    } catch (error) {
      throw this.#fail(error, false);
    }
  }

  /** Adds a batch to the response. Returns what is passed on now. */
  #add(batch: ProviderBatch): ProviderBatch {
    const { committed, foundContent } = this.#response;
    const ready = this.#response.add(batch);
    if (committed) return ready;
    if (batch.some(({ type }) => type === 'progress')) this.#timer.progress();
    if (this.#response.foundContent && !foundContent) {
      this.#timer.foundContent();
      this.#plan.permit.foundContent();
      this.#call.log.foundContent(this.#number);
      this.#onFirstContent?.();
    }
    return ready;
  }

  /**
   * Waits until the app accepts the complete response, but not beyond the end of the attempt. The provider is released
   * meanwhile.
   */
  #accept(acceptance: Acceptance): Promise<Output> {
    // The attempt may have ended since its last pull has settled.
    this.#stream.signal.throwIfAborted();
    void this.#stream.cleanUp();
    const response = this.#response.unlogged(this.#call.log.attempts, this.#stream.requests);
    return this.#pull.waitFor(acceptResponse(response, acceptance));
  }

  #finish(ready: ProviderBatch, accepted: Output | undefined): readonly ChatEvent[] {
    const batch = this.#response.release(ready);
    this.#end({ outcome: 'succeeded', accepted });
    return [...batch, this.endEvent];
  }

  /** Ends the attempt with a failure, unless it has ended. Returns what its pulls reject with. */
  #fail(thrown: unknown, unread: boolean): unknown {
    if (!this.#ending) {
      const phase = this.#response.foundContent ? 'content' : 'first-content';
      const target = {
        ...this.#plan.target,
        phase,
        partialText: this.#response.collector.text,
      } as const;
      const { maxDelayMs } = this.#services.state;
      const error = errors.toUnderstudyError(thrown, target, maxDelayMs);
      this.#end({ outcome: 'failed', error, unread });
    }
    return this.#ending?.outcome === 'succeeded' ? thrown : this.#ending?.error;
  }

  /**
   * Ends the attempt, once and in this order: timers and listeners, the provider's signal, the permit, the
   * log entry, the response, telemetry, the provider's cleanup. The chat stays in flight until the cleanup
   * has ended.
   */
  #end(ending: AttemptEnding): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.#timer.stop();
    this.#stopListening();
    if (ending.outcome !== 'succeeded') this.#stream.abort(ending.error);
    const { requests, answerableRequests, reservedRequests, server } = this.#stream;
    const { report, committed } = this.#response;
    const { index, permit } = this.#plan;
    const use = { requests: answerableRequests, reservedRequests, usage: report.usage, committed };
    const following = this.#services.state.endAttempt(index, permit, ending, use);
    this.#entry = this.#call.log.end(this.#number, {
      outcome: ending.outcome,
      error: ending.outcome === 'failed' ? errors.toAttemptError(ending.error) : undefined,
      requests,
      server,
      report,
      following,
    });
    // Before telemetry, so that a listener that aborts the chat does not change a finished response.
    const response =
      ending.outcome === 'succeeded'
        ? this.#call.complete(this.#response.collector, ending.accepted)
        : undefined;
    const { reporter } = this.#services;
    reporter.attemptEnded(this.#call.id, this.#entry, {
      listed: this.#plan.listed,
      phase: ending.outcome === 'failed' ? errors.phaseOf(ending.error) : undefined,
      response: this.#response.identity,
    });
    if (response) reporter.chatSucceeded(this.#call, response);
    void this.#stream.cleanUp().then(() => this.#call.endWork());
  }

  #expire(limit: TimeoutLimit): void {
    const { policy } = this.#services.state;
    const error =
      limit === 'deadline'
        ? errors.deadlineError(policy.deadlineMs ?? 0)
        : errors.timeoutError(limit, this.#plan.timeouts, this.#response.report.finishReason);
    if (!this.#timer.pulled) {
      this.#pull.reject(this.#fail(error, true));
      return;
    }
    this.#stream.abort(error);
    // A provider whose own queue was full reports that within this turn. It is no failure of its vendor.
    setImmediate(() => this.#pull.reject(error));
  }
}
