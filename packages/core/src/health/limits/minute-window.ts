import type { Clock } from '../../ports/clock.ts';

const windowMs = 60_000;
/** Expired entries are removed in bulk, so that each entry costs the same. */
const manyExpired = 1000;

interface Entry {
  readonly at: number;
  amount: number;
  isExpired: boolean;
}

/**
 * What was used in the last minute, and what is reserved. A reservation counts until its use starts, and then for one
 * minute.
 */
export class MinuteWindow {
  readonly #clock: Clock;
  /** In the order of time. The first ones have expired. */
  #entries: Entry[] = [];
  #expired = 0;
  #sum = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    this.#expire();
    return this.#sum === 0;
  }

  /** Returns when an amount fits into a limit, now at the earliest. Undefined if that depends on reservations. */
  fitsAt(amount: number, limit: number): number | undefined {
    this.#expire();
    let excess = this.#sum + amount - limit;
    if (excess <= 0) return this.#clock.now();
    for (let index = this.#expired; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      excess -= entry?.amount ?? 0;
      if (entry && excess <= 0) return entry.at + windowMs;
    }
    return undefined;
  }

  reserve(amount: number): Reservation {
    this.#sum += amount;
    return new Reservation(this, amount);
  }

  /** Adds an amount that is used now. */
  add(amount: number): void {
    this.#sum += amount;
    this.#start(amount);
  }

  /** Starts the use of a reserved amount. Returns a function that changes the amount. */
  start(amount: number): (changed: number) => void {
    const entry = this.#start(amount);
    return (changed) => {
      // More than was reserved is used now, because the reservation can have expired.
      if (changed > entry.amount) this.add(changed - entry.amount);
      else if (!entry.isExpired) this.#sum -= entry.amount - changed;
      entry.amount = Math.min(entry.amount, changed);
    };
  }

  cancel(amount: number): void {
    this.#sum -= amount;
  }

  #start(amount: number): Entry {
    const entry = { at: this.#clock.now(), amount, isExpired: false };
    this.#entries.push(entry);
    return entry;
  }

  #expire(): void {
    const now = this.#clock.now();
    for (;;) {
      const entry = this.#entries[this.#expired];
      if (!entry || entry.at + windowMs > now) break;
      entry.isExpired = true;
      this.#sum -= entry.amount;
      this.#expired += 1;
    }
    if (this.#expired < manyExpired) return;
    this.#entries = this.#entries.slice(this.#expired);
    this.#expired = 0;
  }
}

/** An amount that is reserved until it is used or given back. */
export class Reservation {
  readonly #window: MinuteWindow;
  readonly #amount: number;
  #change: ((changed: number) => void) | undefined;

  constructor(window: MinuteWindow, amount: number) {
    this.#window = window;
    this.#amount = amount;
  }

  /** Starts the use. Later calls have no effect. */
  start(): void {
    this.#change ??= this.#window.start(this.#amount);
  }

  /** Corrects the amount after the use. */
  settle(amount: number): void {
    this.start();
    this.#change?.(amount);
  }

  /** Gives the amount back, unless the use has started. */
  end(): void {
    if (this.#change) return;
    this.#window.cancel(this.#amount);
    this.#change = () => {};
  }
}
