import type { Clock } from '../../ports/clock.ts';
import type { BreakerOptions } from '../health-options.ts';
import { OutcomeWindow } from './outcome-window.ts';

/**
 * Counts the failures and the slow calls of a target. Failures of calls that ran at the same time are one incident,
 * because one short fault can cause all of them.
 */
export class FailureStatistics {
  readonly #window: OutcomeWindow;
  #inARow = 0;
  #incidents = 0;

  constructor(clock: Clock, windowMs: number) {
    this.#window = new OutcomeWindow(clock, windowMs);
  }

  /** How many incidents there were. A call that starts now and fails is the next one. */
  get incidents(): number {
    return this.#incidents;
  }

  /** Whether nothing is known. */
  get empty(): boolean {
    return this.#window.totals.calls === 0;
  }

  addSuccess(isSlow: boolean): void {
    this.#inARow = 0;
    this.#window.add({ isSlow });
  }

  /** @param incidentsAtStart - `incidents` when the call started */
  addFailure(incidentsAtStart: number): void {
    const startsIncident = incidentsAtStart === this.#incidents;
    this.#window.add({ isFailure: true, startsIncident });
    if (!startsIncident) return;
    this.#incidents += 1;
    this.#inARow += 1;
  }

  /** Whether the target fails too often, or is too slow too often. */
  isBad(options: BreakerOptions): boolean {
    const { failures: maxFailuresInARow, minimumCalls, failureRate, slowCallRate } = options;
    if (this.#inARow >= maxFailuresInARow) return true;
    const { calls, failures, incidents, slow } = this.#window.totals;
    if (calls < minimumCalls) return false;
    if (slow > 0 && slow / calls >= slowCallRate) return true;
    return failures / calls >= failureRate && incidents >= minimumCalls * failureRate;
  }

  clear(): void {
    this.#inARow = 0;
    this.#window.clear();
  }
}
