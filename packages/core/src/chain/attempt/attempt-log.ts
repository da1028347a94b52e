import type { Attempt, AttemptError } from '../../chat/attempt.ts';
import type { AttemptEndEvent } from '../../chat/chat-event.ts';
import type { JsonObject } from '../../chat/json.ts';
import type { TargetId } from '../../health/target-health.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ResponseReport } from '../../stream/chat-collector.ts';
import type { FollowingStep } from './attempt-ending.ts';

/** What the log records at the end of an attempt. */
export interface AttemptResult extends Pick<Attempt, 'outcome' | 'error' | 'requests' | 'server'> {
  readonly report: ResponseReport;
  readonly following: FollowingStep;
}

/** The attempts of one chat, numbered from 1. Each entry is replaced, never changed: the app sees frozen objects. */
export class AttemptLog {
  readonly #clock: Clock;
  readonly #startTimes: number[] = [];
  readonly #attempts: Attempt[] = [];
  /** A frozen copy, until an entry changes. */
  #copy: readonly Attempt[] | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get attempts(): readonly Attempt[] {
    this.#copy ??= Object.freeze([...this.#attempts]);
    return this.#copy;
  }

  /**
   * @param queuedMs - how long the chat waited in the queue of the target
   * @param isHedge - whether another attempt is running
   */
  start(target: TargetId, queuedMs: number, isHedge: boolean): Attempt {
    const queued = roundMs(queuedMs);
    return this.#add(target, {
      outcome: 'running',
      error: undefined,
      ...(queued > 0 && { queuedMs: queued }),
      ...(isHedge && { hedge: true }),
    });
  }

  /** Adds an entry for a target that was skipped. */
  skip(target: TargetId, error: AttemptError): Attempt {
    return this.#add(target, { outcome: 'skipped', error });
  }

  foundContent(number: number): void {
    const firstContentMs = this.#elapsedMs(number);
    this.#replace({ ...this.#at(number), firstContentMs });
  }

  end(number: number, result: AttemptResult): Attempt {
    const { outcome, error, requests, server, report, following } = result;
    const { usage, finishReason, providerMetadata } = report;
    const totalMs = this.#elapsedMs(number);
    const ended: Attempt = {
      ...this.#at(number),
      outcome,
      error,
      requests,
      usage,
      finishReason,
      totalMs,
      ...(server && { server }),
      ...following,
    };
    return this.#replace(ended, providerMetadata);
  }

  /** Records that the chat ends because the retry budget does not allow a retry, also if one was decided before. */
  markNotRetried(): void {
    const last = this.#attempts.findLast(({ outcome }) => outcome === 'failed');
    if (!last) return;
    this.#replace({ ...last, next: undefined, notRetried: 'retry-budget' }, last.providerMetadata);
  }

  #add(
    { provider, model }: TargetId,
    entry: Pick<Attempt, 'outcome' | 'error' | 'queuedMs' | 'hedge'>,
  ): Attempt {
    const attempt: Attempt = {
      number: this.#attempts.length + 1,
      provider,
      model,
      startedAt: this.#clock.wallNow(),
      firstContentMs: undefined,
      totalMs: undefined,
      requests: 0,
      ...entry,
    };
    this.#attempts.push(Object.freeze(attempt));
    this.#copy = undefined;
    this.#startTimes.push(this.#clock.now());
    return attempt;
  }

  #elapsedMs(number: number): number {
    return roundMs(this.#clock.now() - (this.#startTimes[number - 1] ?? 0));
  }

  #at(number: number): Attempt {
    const attempt = this.#attempts[number - 1];
    if (!attempt) throw new RangeError(`the attempt log has no entry ${number}`);
    return attempt;
  }

  #replace(attempt: Attempt, providerMetadata?: JsonObject): Attempt {
    if (providerMetadata)
      Object.defineProperty(attempt, 'providerMetadata', { value: providerMetadata });
    this.#attempts[attempt.number - 1] = Object.freeze(attempt);
    this.#copy = undefined;
    return attempt;
  }
}

/** Rounds to tenths of a millisecond: smaller differences are noise of the machine. */
function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** Returns the event that reports a log entry that has ended. */
export function toAttemptEnd({ number, outcome, error, next }: Attempt): AttemptEndEvent {
  if (!error) return { type: 'attempt-end', attemptNumber: number, outcome };
  const ended = { type: 'attempt-end', attemptNumber: number, outcome, error } as const;
  return next ? { ...ended, next: next.kind, delayMs: next.delayMs } : ended;
}
