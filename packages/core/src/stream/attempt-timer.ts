import { setImmediate } from 'node:timers';

import type { Timeouts } from '../chat/chat-options.ts';
import type { Clock } from '../ports/clock.ts';
import { CheckTimer } from '../scope/check-timer.ts';

const limits = ['deadline', 'total', 'first-content', 'progress', 'idle'] as const;

/** The timeout that expired. */
export type TimeoutLimit = (typeof limits)[number];

/** In how many steps the first-content and idle timeouts are checked. */
const steps = 4;

/**
 * The timeouts of one attempt. First-content and idle count only while a pull is pending and the event loop
 * is not blocked, so that a slow app does not trigger them. Idle begins with the first data. One timer serves
 * all five. It is restarted when it fires, not when data arrives.
 */
export class AttemptTimer {
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #deadlineAt: number;
  readonly #onExpire: (limit: TimeoutLimit) => void;
  readonly #startedAt: number;
  readonly #timer: CheckTimer;
  readonly #stepMs: number;
  /** Undefined while no pull is pending. */
  #pulledAt: number | undefined;
  /** How long pulls without content were pending: in total, and since the last progress. */
  #waitedMs = 0;
  #progressAtMs: number | undefined;
  #lastDataAt: number | undefined;
  #awaitsContent = true;
  #stopped = false;
  /** Whether a timeout has expired and the last check was late. */
  #isChecking = false;

  /** `deadlineAt` is an instant of the monotonic clock. */
  constructor(
    clock: Clock,
    timeouts: Timeouts,
    deadlineAt: number,
    onExpire: (limit: TimeoutLimit) => void,
  ) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#deadlineAt = deadlineAt;
    this.#onExpire = onExpire;
    this.#startedAt = clock.now();
    this.#timer = new CheckTimer(clock, (lateMs) => this.#check(lateMs));
    const { firstContentMs, idleMs, totalMs } = timeouts;
    this.#stepMs = Math.min(firstContentMs, idleMs) / steps;
    this.#timer.start(Math.min(deadlineAt - this.#startedAt, totalMs, this.#stepMs));
  }

  /** A pull is pending from here on. */
  resume(): void {
    this.#pulledAt = this.#clock.now();
  }

  /** No pull is pending any more. */
  pause(): void {
    if (this.#pulledAt === undefined) return;
    this.#waitedMs += this.#clock.now() - this.#pulledAt;
    this.#pulledAt = undefined;
  }

  /** The vendor sent data: content, a comment, any byte. */
  touch(): void {
    this.#lastDataAt = this.#clock.now();
  }

  /** The pull has settled with data. */
  arrived(): void {
    const now = this.#clock.now();
    this.#lastDataAt = now;
    if (this.#pulledAt !== undefined) this.#waitedMs += now - this.#pulledAt;
    this.#pulledAt = undefined;
  }

  /** The vendor reported that it is working. The first-content timeout starts again. Call it after `arrived()`. */
  progress(): void {
    this.#progressAtMs = this.#waitedMs;
  }

  /** Ends the first-content timeout. */
  foundContent(): void {
    this.#awaitsContent = false;
  }

  /** Whether a pull is pending. */
  get pulled(): boolean {
    return this.#pulledAt !== undefined;
  }

  /** The time until the next timeout, if no data arrives. */
  get remainingMs(): number {
    const remaining = this.#remaining(this.#clock.now());
    return Math.max(0, remaining[findNearest(remaining)]);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer.stop();
  }

  #check(lateMs: number): void {
    const now = this.#clock.now();
    this.#excludeBlockedTime(lateMs, now);
    const remaining = this.#remaining(now);
    const limit = findNearest(remaining);
    if (remaining[limit] > 0) {
      this.#isChecking = false;
      this.#timer.start(Math.min(remaining[limit], this.#stepMs));
    } else if (lateMs > 0 && !this.#isChecking) {
      this.#checkAgain(limit);
    } else {
      this.#onExpire(limit);
    }
  }

  /**
   * Data may be waiting in the socket: the next poll phase of the event loop reads it. There is one more check only,
   * because every check is late on an event loop that is always busy.
   */
  #checkAgain(limit: TimeoutLimit): void {
    this.#isChecking = true;
    if (limit !== 'deadline' && limit !== 'total') {
      this.#timer.start(this.#stepMs);
      return;
    }
    setImmediate(() => {
      if (!this.#stopped) this.#check(0);
    });
  }

  /** How long pulls without content may be pending, by limit. */
  get #contentLimits(): Readonly<Record<'first-content' | 'progress', number>> {
    const { firstContentMs, progressMs } = this.#timeouts;
    if (!this.#awaitsContent) return { 'first-content': Infinity, progress: Infinity };
    if (this.#progressAtMs === undefined || progressMs <= firstContentMs) {
      return { 'first-content': firstContentMs, progress: Infinity };
    }
    return { 'first-content': this.#progressAtMs + firstContentMs, progress: progressMs };
  }

  #excludeBlockedTime(lateMs: number, now: number): void {
    if (this.#pulledAt !== undefined) this.#pulledAt = Math.min(now, this.#pulledAt + lateMs);
    if (this.#lastDataAt !== undefined) this.#lastDataAt = Math.min(now, this.#lastDataAt + lateMs);
  }

  /** After how long each timeout would expire; one that is paused counts as starting now. */
  #remaining(now: number): Readonly<Record<TimeoutLimit, number>> {
    const { idleMs, totalMs } = this.#timeouts;
    const pulledAt = this.#pulledAt ?? now;
    const waitedMs = this.#waitedMs + now - pulledAt;
    const contentLimits = this.#contentLimits;
    const quietSince = Math.max(pulledAt, this.#lastDataAt ?? now);
    return {
      deadline: this.#deadlineAt - now,
      total: this.#startedAt + totalMs - now,
      'first-content': contentLimits['first-content'] - waitedMs,
      progress: contentLimits.progress - waitedMs,
      idle: quietSince + idleMs - now,
    };
  }
}

/** The timeout that would expire first. */
function findNearest(remaining: Readonly<Record<TimeoutLimit, number>>): TimeoutLimit {
  return limits.reduce((first, limit) => (remaining[limit] < remaining[first] ? limit : first));
}
