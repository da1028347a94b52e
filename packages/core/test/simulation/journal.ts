import type { Clock } from '@understudy/core';

/** An instant of the virtual time, and its position among all recorded events. */
export interface Moment {
  readonly at: number;
  readonly order: number;
}

/** Numbers the events of a run, so that events at the same instant have an order too. */
export class Journal {
  readonly clock: Clock;
  #order = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): Moment {
    this.#order += 1;
    return { at: this.clock.now(), order: this.#order };
  }

  /** Waits on the virtual clock. Ignores every signal. */
  wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.clock.setTimer(resolve, ms);
    return promise;
  }
}
