/** How long a chat may wait for its targets. Times are instants of the monotonic clock. */
export class ChatWaits {
  readonly #maxWaitMs: number;
  readonly #deadlineAt: number;
  /** Until when the chat waits for targets. Undefined unless it has waited since its last attempt. */
  #until: number | undefined;

  constructor(maxWaitMs: number, deadlineAt: number) {
    this.#maxWaitMs = maxWaitMs;
    this.#deadlineAt = deadlineAt;
  }

  /** Until when the chat may wait. Waits that follow each other are one, so that it does not wait forever. */
  latest(now: number): number {
    return this.#until ?? now + this.#maxWaitMs;
  }

  /**
   * Until when the chat waits for the probe of another chat: just before the deadline at most. Undefined if it does
   * not.
   */
  probeUntil(now: number): number | undefined {
    const until = Math.min(this.latest(now), this.#deadlineAt - 1);
    return until > now ? until : undefined;
  }

  /** The chat waits from now on, unless it waits already. */
  start(now: number): void {
    this.#until = this.latest(now);
  }

  /** An attempt starts. */
  end(): void {
    this.#until = undefined;
  }
}
