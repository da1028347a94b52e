import type { Timeouts } from '../chat/chat-options.ts';
import type { Clock } from '../ports/clock.ts';

export type LimitedPhase = 'first-content' | 'idle' | 'total' | 'deadline';

/**
 * The clocks of one attempt. First-content and idle count only while a pull is outstanding, so that
 * a slow caller is never the vendor's fault; idle begins with the first sign of life. One timer
 * serves all four: it is set again when it goes off, not when something arrives.
 */
export class TimeLimits {
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #deadlineAt: number;
  readonly #onExpire: (phase: LimitedPhase) => void;
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
    onExpire: (phase: LimitedPhase) => void,
  ) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#deadlineAt = deadlineAt;
    this.#onExpire = onExpire;
    this.#startedAt = clock.now();
    this.#arm(this.#nearest(this.#startedAt)[1]);
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
    const now = this.#clock.now();
    const [phase, remainingMs] = this.#nearest(now);
    if (remainingMs <= 0) this.#onExpire(phase);
    else this.#arm(remainingMs);
  };

  #arm(delayMs: number): void {
    this.#stopTimer = this.#clock.setTimer(this.#watch, delayMs);
  }

  /** The limit that could run out first, and in how long; a clock at rest counts as starting now. */
  #nearest(now: number): readonly [LimitedPhase, number] {
    const { firstContentMs, idleMs, totalMs } = this.#timeouts;
    const waiting = this.#pulledAt ?? now;
    const first = this.#awaitsContent
      ? firstContentMs - this.#waitedMs - (now - waiting)
      : Number.POSITIVE_INFINITY;
    const quietSince = Math.max(waiting, this.#lastSignAt ?? now);
    const limits: readonly (readonly [LimitedPhase, number])[] = [
      ['deadline', this.#deadlineAt - now],
      ['total', this.#startedAt + totalMs - now],
      ['first-content', first],
      ['idle', quietSince + idleMs - now],
    ];
    return limits.reduce((nearest, limit) => (limit[1] < nearest[1] ? limit : nearest));
  }
}
