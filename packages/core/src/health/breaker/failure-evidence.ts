import type { Clock } from '../../ports/clock.ts';
import type { BreakerOptions } from '../health-options.ts';
import { OutcomeWindow } from './outcome-window.ts';

/**
 * What the calls of a target show about its health. Failures of calls that ran at the same time are one piece of
 * evidence, because one short fault can cause all of them.
 */
export class FailureEvidence {
  readonly #window: OutcomeWindow;
  #inARow = 0;
  #pieces = 0;

  constructor(clock: Clock, windowMs: number) {
    this.#window = new OutcomeWindow(clock, windowMs);
  }

  /** How many pieces of evidence there were. A call that starts now and fails is the next one. */
  get pieces(): number {
    return this.#pieces;
  }

  /** Whether nothing is known. */
  get empty(): boolean {
    return this.#window.totals.calls === 0;
  }

  addSuccess(isSlow: boolean): void {
    this.#inARow = 0;
    this.#window.add({ isSlow });
  }

  /** @param piecesAtStart - `pieces` when the call started */
  addFailure(piecesAtStart: number): void {
    const isPiece = piecesAtStart === this.#pieces;
    this.#window.add({ isFailure: true, isPiece });
    if (!isPiece) return;
    this.#pieces += 1;
    this.#inARow += 1;
  }

  /** Whether the target fails too often, or is too slow too often. */
  isBad(options: BreakerOptions): boolean {
    const { failures: maxFailuresInARow, minimumCalls, failureRate, slowCallRate } = options;
    if (this.#inARow >= maxFailuresInARow) return true;
    const { calls, failures, pieces, slow } = this.#window.totals;
    if (calls < minimumCalls) return false;
    if (slow > 0 && slow / calls >= slowCallRate) return true;
    return failures / calls >= failureRate && pieces >= minimumCalls * failureRate;
  }

  clear(): void {
    this.#inARow = 0;
    this.#window.clear();
  }
}
