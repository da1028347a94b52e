/** The requests for a response of one chat, which `maxAttempts` limits. */
export class RequestCount {
  readonly #max: number;
  #ended = 0;
  #active = 0;
  #reserved = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Those of the attempts that have ended. */
  get ended(): number {
    return this.#ended;
  }

  /** How many attempts are in flight. */
  get active(): number {
    return this.#active;
  }

  /** How many more are allowed, besides those of the attempts in flight. */
  get remaining(): number {
    return Math.max(0, this.#max - this.#ended - this.#active - this.#reserved);
  }

  start(): void {
    this.#active += 1;
  }

  /** Counts a request that an attempt in flight sends again. */
  reserve(): void {
    this.#reserved += 1;
  }

  /** @param reserved - how many of the requests of the attempt were sent again */
  end(requests: number, reserved: number): void {
    this.#active -= 1;
    this.#reserved -= reserved;
    this.#ended += requests;
  }

  /** Takes back a request that a reused connection lost. */
  takeBack(): void {
    this.#ended -= 1;
  }
}
