/** Measures the time that a chat spends in attempts and waits. The rest is the overhead of Understudy. */
export class ChatTimer {
  readonly #startedAt = performance.now();
  #running = 0;
  #runningSince = 0;
  /** The time of attempts and waits, in milliseconds. */
  #excludedMs = 0;

  attemptStarted(): void {
    if (this.#running === 0) this.#runningSince = performance.now();
    this.#running += 1;
  }

  attemptEnded(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#excludedMs += performance.now() - this.#runningSince;
  }

  waited(milliseconds: number): void {
    this.#excludedMs += milliseconds;
  }

  /** Returns the duration of the chat and its overhead so far, in seconds. */
  read(): { readonly duration: number; readonly overhead: number } {
    const durationMs = performance.now() - this.#startedAt;
    // The clock of the runtime, which measures waits, can differ from this one.
    const overheadMs = Math.max(0, durationMs - this.#excludedMs);
    return { duration: durationMs / 1000, overhead: overheadMs / 1000 };
  }
}
