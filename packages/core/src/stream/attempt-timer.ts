import type { Timeouts } from '../chat/chat-options.ts';
import type { Clock } from '../ports/clock.ts';

const phases = ['deadline', 'total', 'first-content', 'idle'] as const;

export type TimeoutPhase = (typeof phases)[number];

/**
 * The clocks of one attempt. First-content and idle count only while a pull is outstanding, so that
 * a slow caller is never the vendor's fault; idle begins with the first sign of life. One timer
 * serves all four: it is set again when it goes off, not when something arrives.
 */
export class AttemptTimer {
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #deadlineAt: number;
  readonly #onExpire: (phase: TimeoutPhase) => void;
  readonly #startedAt: number;
  #stopTimer: () => void = () => {};
  /** Undefined while nobody waits. */
  #pulledAt: number | undefined;
  #waitedMs = 0;
  #lastSignAt: number | undefined;
  #awaitsContent = true;

  /** `deadlineAt` is the chain's, on the monotonic clock. */
  constructor(
    clock: Clock,
    timeouts: Timeouts,
    deadlineAt: number,
    onExpire: (phase: TimeoutPhase) => void,
  ) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#deadlineAt = deadlineAt;
    this.#onExpire = onExpire;
    this.#startedAt = clock.now();
    const { firstContentMs, idleMs, totalMs } = timeouts;
    this.#arm(Math.min(deadlineAt - this.#startedAt, totalMs, firstContentMs, idleMs));
  }

  /** Somebody waits from here on. */
  resume(): void {
    this.#pulledAt = this.#clock.now();
  }

  /** Nobody waits any more. */
  pause(): void {
    if (this.#pulledAt === undefined) return;
    this.#waitedMs += this.#clock.now() - this.#pulledAt;
    this.#pulledAt = undefined;
  }

  /** The vendor is alive: content, a comment, any byte. */
  touch(): void {
    this.#lastSignAt = this.#clock.now();
  }

  /** What was waited for is there: nobody waits any more, and the vendor is alive. */
  arrived(): void {
    const now = this.#clock.now();
    this.#lastSignAt = now;
    if (this.#pulledAt !== undefined) this.#waitedMs += now - this.#pulledAt;
    this.#pulledAt = undefined;
  }

  /** The first content has come: only idle and total go on. */
  foundContent(): void {
    this.#awaitsContent = false;
  }

  /** Whether somebody waits. */
  get pulled(): boolean {
    return this.#pulledAt !== undefined;
  }

  stop(): void {
    this.#stopTimer();
  }

  readonly #watch = (): void => {
    const remaining = this.#remaining(this.#clock.now());
    const phase = nearest(remaining);
    if (remaining[phase] <= 0) this.#onExpire(phase);
    else this.#arm(remaining[phase]);
  };

  #arm(delayMs: number): void {
    this.#stopTimer = this.#clock.setTimer(this.#watch, delayMs);
  }

  /** In how long each limit would run out; a clock at rest counts as starting now. */
  #remaining(now: number): Readonly<Record<TimeoutPhase, number>> {
    const { firstContentMs, idleMs, totalMs } = this.#timeouts;
    const waiting = this.#pulledAt ?? now;
    const quietSince = Math.max(waiting, this.#lastSignAt ?? now);
    return {
      deadline: this.#deadlineAt - now,
      total: this.#startedAt + totalMs - now,
      'first-content': this.#awaitsContent
        ? firstContentMs - this.#waitedMs - (now - waiting)
        : Number.POSITIVE_INFINITY,
      idle: quietSince + idleMs - now,
    };
  }
}

/** The limit that could run out first. */
function nearest(remaining: Readonly<Record<TimeoutPhase, number>>): TimeoutPhase {
  return phases.reduce((first, phase) => (remaining[phase] < remaining[first] ? phase : first));
}
