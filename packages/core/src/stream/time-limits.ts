import type { Timeouts } from '../chat/chat-options.ts';
import type { Clock } from '../ports/clock.ts';

export type LimitedPhase = 'first-content' | 'idle' | 'total';

/**
 * The clocks of one attempt. First-content and idle count only while a pull is outstanding, so that
 * a slow caller is never the vendor's fault; idle begins with the first sign of life. One timer
 * serves all three: it is set again when it goes off, not when something arrives.
 */
export class TimeLimits {
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #onExpire: (phase: LimitedPhase) => void;
  readonly #startedAt: number;
  #stopTimer: () => void = () => {};
  /** Undefined while nobody waits. */
  #pulledAt: number | undefined;
  #waitedMs = 0;
  #lastSignAt: number | undefined;
  #awaitsContent = true;

  constructor(clock: Clock, timeouts: Timeouts, onExpire: (phase: LimitedPhase) => void) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#onExpire = onExpire;
    this.#startedAt = clock.now();
    this.#watch();
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

  /** The first content has come: only idle and total go on. */
  foundContent(): void {
    this.#awaitsContent = false;
  }

  stop(): void {
    this.#stopTimer();
  }

  readonly #watch = (): void => {
    const now = this.#clock.now();
    const [phase, remainingMs] = this.#nearest(now);
    if (remainingMs <= 0) this.#onExpire(phase);
    else this.#stopTimer = this.#clock.setTimer(this.#watch, remainingMs);
  };

  /** The limit that could run out first, and in how long; a clock at rest counts as starting now. */
  #nearest(now: number): readonly [LimitedPhase, number] {
    const { firstContentMs, idleMs, totalMs } = this.#timeouts;
    const total = this.#startedAt + totalMs - now;
    const waiting = this.#pulledAt ?? now;
    const first = this.#awaitsContent
      ? firstContentMs - this.#waitedMs - (now - waiting)
      : Number.POSITIVE_INFINITY;
    const quietSince = Math.max(waiting, this.#lastSignAt ?? now);
    const idle = quietSince + idleMs - now;
    if (total <= first && total <= idle) return ['total', total];
    return first <= idle ? ['first-content', first] : ['idle', idle];
  }
}
