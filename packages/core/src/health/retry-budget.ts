const perCall = 0.2;
const reserve = 10;

/**
 * How many same-target retries a runtime may make: a fifth of its calls, and a reserve of ten. Time
 * does not refill it, so an outage is never answered with a storm.
 */
export class RetryBudget {
  #balance = reserve;

  get available(): boolean {
    return this.#balance >= 1;
  }

  /** Each call brings its share. */
  deposit(): void {
    this.#balance = Math.min(reserve, this.#balance + perCall);
  }

  /** A retry that was decided and not made. */
  refund(): void {
    this.#balance = Math.min(reserve, this.#balance + 1);
  }

  withdraw(): void {
    this.#balance -= 1;
  }
}
