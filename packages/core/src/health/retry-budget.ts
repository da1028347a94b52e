import type { RetryBudgetOptions } from './health-options.ts';

/**
 * Limits the retries of a runtime to a share of its chats, plus a reserve.
 *
 * Time does not refill the budget, so that retries cannot multiply the load during an outage.
 */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  #balance: number;

  constructor(options: RetryBudgetOptions) {
    this.#options = options;
    this.#balance = options.reserve;
  }

  /** Whether a retry is allowed. */
  get available(): boolean {
    return this.#balance >= 1;
  }

  /** Adds the share of one chat. */
  deposit(): void {
    this.#add(this.#options.ratio);
  }

  /** Returns a retry that was decided but not made. */
  refund(): void {
    this.#add(1);
  }

  /** Takes one retry. */
  withdraw(): void {
    this.#balance -= 1;
  }

  #add(retries: number): void {
    this.#balance = Math.min(this.#options.reserve, this.#balance + retries);
  }
}
