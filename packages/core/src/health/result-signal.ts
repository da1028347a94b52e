/** The result of something that others wait for. */
export class ResultSignal {
  #known: PromiseWithResolvers<void> | undefined;

  /** Resolves when the result is known. */
  get promise(): Promise<void> {
    this.#known ??= Promise.withResolvers();
    return this.#known.promise;
  }

  /** Wakes all that wait. Later waits are for the next result. */
  notify(): void {
    this.#known?.resolve();
    this.#known = undefined;
  }
}
