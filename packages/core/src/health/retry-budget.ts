const perCall = 0.2;
const reserve = 10;

/**
 * Limits the retries on the same target to a fifth of the calls of a runtime, plus a reserve of ten.
 *
 * Time does not refill the budget, so that retries cannot multiply the load during an outage.
 */
export class RetryBudget {
  #balance = reserve;

  /** Whether a retry is allowed. */
  get available(): boolean {
    return this.#balance >= 1;
  }

  /** Adds the share of one call. */
  deposit(): void {
    this.#balance = Math.min(reserve, this.#balance + perCall);
  }

  /** Returns a retry that was decided but not made. */
  refund(): void {
    this.#balance = Math.min(reserve, this.#balance + 1);
  }

  /** Takes one retry. */
  withdraw(): void {
    this.#balance -= 1;
  }
}
