import type { AttemptScope } from '../../ports/telemetry.ts';
import type { AttemptTimer } from '../../stream/attempt-timer.ts';
import { isQueueFull } from './attempt-errors.ts';
import type { AttemptReporter } from './attempt-reporter.ts';
import type { ProviderStream, Pulled } from './provider-stream.ts';

/**
 * What an attempt waits for, one at a time. A wait ends with the attempt, even if a provider or an app ignores the end.
 */
export class AttemptPull {
  readonly #stream: ProviderStream;
  readonly #timer: AttemptTimer;
  readonly #reporter: AttemptReporter;
  readonly #scope: AttemptScope;
  #pending: PromiseWithResolvers<Pulled> | undefined;
  #reject: ((reason: unknown) => void) | undefined;

  // Created once, because a pull of each batch would allocate them.
  readonly #onPulled = (pulled: Pulled): void => this.#pending?.resolve(pulled);
  readonly #onFailed = (error: unknown): void => {
    const { signal } = this.#stream;
    this.#timer.pause();
    this.#pending?.reject(signal.aborted && !isQueueFull(error) ? signal.reason : error);
  };

  constructor(
    stream: ProviderStream,
    timer: AttemptTimer,
    reporter: AttemptReporter,
    scope: AttemptScope,
  ) {
    this.#stream = stream;
    this.#timer = timer;
    this.#reporter = reporter;
    this.#scope = scope;
  }

  /** Pulls the provider. The timer runs meanwhile. */
  next(): Promise<Pulled> {
    const { signal } = this.#stream;
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#timer.resume();
    this.#pending = Promise.withResolvers();
    this.#reject = this.#onFailed;
    this.#pull().then(this.#onPulled, this.#onFailed);
    return this.#pending.promise;
  }

  /** Waits for other work of the attempt. */
  waitFor<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }

  /** Ends the wait. */
  reject(reason: unknown): void {
    this.#reject?.(reason);
  }

  #pull(): Promise<Pulled> {
    try {
      return this.#reporter.traces
        ? this.#reporter.within(this.#scope, () => this.#stream.pull())
        : this.#stream.pull();
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
