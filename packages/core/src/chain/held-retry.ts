import type { RetryProbe } from '../health/breaker/retry-probes.ts';
import type { RetryBudget } from '../health/retry-budget.ts';
import type { ChainTarget } from './targets/chain-target.ts';

/** What a decided retry holds: its share of the retry budget, and whether it is the probe for other chats. */
export class HeldRetry {
  readonly #budget: RetryBudget;
  /** Whether the retry needs a share of the budget. One that follows an error about one request does not. */
  usesBudget = true;
  #hasShare = false;
  #probe: RetryProbe | undefined;

  constructor(budget: RetryBudget) {
    this.#budget = budget;
  }

  /** Whether the budget allows the retry. */
  get isAllowed(): boolean {
    return !this.usesBudget || this.#hasShare || this.#budget.available;
  }

  /** Takes the share of a retry, unless the retry waits for the result of another chat's retry. */
  prepare(target: ChainTarget): void {
    if (!this.usesBudget || this.#probe || target.isHeld) return;
    if (this.tryTake()) this.#probe = target.startRetryProbe();
  }

  /** Takes a share from the budget, unless one is held. Returns whether one is held. */
  tryTake(): boolean {
    if (!this.usesBudget || this.#hasShare) return true;
    if (!this.#budget.available) return false;
    this.#budget.withdraw();
    this.#hasShare = true;
    return true;
  }

  /** The attempt starts, so the share is spent. The probe ends with its result. */
  spend(): void {
    this.#hasShare = false;
  }

  endProbe(): void {
    this.#probe?.end();
    this.#probe = undefined;
  }

  /** Gives everything back, because the retry is not made now. */
  release(): void {
    if (this.#hasShare) this.#budget.refund();
    this.#hasShare = false;
    this.endProbe();
  }
}
