import { ResultSignal } from '../result-signal.ts';

/**
 * Lets one retry at a time find out whether a target works again after a failure.
 *
 * One short fault can fail many chats at the same time. The first one that retries is the probe. The others wait for
 * its result before they spend the retry budget. The first attempts of other chats do not wait.
 */
export class RetryProbes {
  readonly #result = new ResultSignal();
  #hasFailed = false;
  #probe: RetryProbe | undefined;

  /**
   * Resolves when the result of the running probe is known. Undefined if nothing is to be waited for.
   *
   * @param own - the probe of the calling chat, which does not wait for itself
   */
  probeResult(own?: RetryProbe): Promise<void> | undefined {
    return this.#probe && this.#probe !== own ? this.#result.promise : undefined;
  }

  /** Makes a retry the probe; undefined if none is needed, or if there is one. */
  tryStart(): RetryProbe | undefined {
    if (!this.#hasFailed || this.#probe) return undefined;
    this.#probe = new RetryProbe(this);
    return this.#probe;
  }

  /** Reports a failure that counts. */
  fail(): void {
    this.#hasFailed = true;
  }

  /** Reports data that was received after the last failure. */
  succeed(): void {
    this.#hasFailed = false;
    this.end(this.#probe);
  }

  end(probe: RetryProbe | undefined): void {
    if (!probe || probe !== this.#probe) return;
    this.#probe = undefined;
    this.#result.notify();
  }
}

/** The role of one retry. End it when its result is known, or when the retry is not made. */
export class RetryProbe {
  readonly #probes: RetryProbes;

  constructor(probes: RetryProbes) {
    this.#probes = probes;
  }

  end(): void {
    this.#probes.end(this);
  }
}
