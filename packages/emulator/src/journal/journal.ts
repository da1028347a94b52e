import type { EmulatedRequest } from './emulated-request.ts';
import type { JournalEntry } from './journal-entry.ts';

/** Selects the requests that `nextRequest` may return. */
export type RequestFilter = (request: EmulatedRequest) => boolean;

interface Waiter {
  readonly filter: RequestFilter;
  readonly resolve: (request: EmulatedRequest) => void;
  readonly reject: (error: unknown) => void;
}

const closedMessage = 'The emulator was closed before a matching request arrived.';

/** The latest requests, oldest first. The number is limited because an emulator may run for days. */
export class Journal {
  readonly #limit: number;
  readonly #entries: JournalEntry[] = [];
  /** The entries that `next` has not returned yet, in order of delivery. */
  readonly #undelivered = new Set<JournalEntry>();
  readonly #waiters = new Set<Waiter>();
  #closed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get requests(): readonly EmulatedRequest[] {
    return this.#entries;
  }

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length <= this.#limit) return;
    const oldest = this.#entries.shift();
    if (oldest !== undefined) this.#undelivered.delete(oldest);
  }

  /** Passes the request to the first waiter whose filter accepts it, or keeps it for a later `next`. */
  deliver(entry: JournalEntry): void {
    for (const waiter of this.#waiters) {
      if (!this.#accepts(waiter, entry)) continue;
      // Removed here and not when its promise settles, because the next request may be delivered in
      // the same turn.
      this.#waiters.delete(waiter);
      waiter.resolve(entry);
      return;
    }
    // The journal may have dropped a request with a slow body already.
    if (this.#entries.includes(entry)) this.#undelivered.add(entry);
  }

  /** Returns the first undelivered request that the filter accepts. Waits until one arrives. */
  async next(filter: RequestFilter, timeoutMs: number): Promise<EmulatedRequest> {
    const known = [...this.#undelivered].find(filter);
    if (known !== undefined) {
      this.#undelivered.delete(known);
      return known;
    }
    if (this.#closed) throw this.#createError(closedMessage);
    const { promise, resolve, reject } = Promise.withResolvers<EmulatedRequest>();
    const waiter: Waiter = { filter, resolve, reject };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => {
      reject(this.#createError(`No matching request arrived within ${timeoutMs} ms.`));
    }, timeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  /** Rejects every pending `next`. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiters) reject(this.#createError(closedMessage));
  }

  /** If the filter throws, only its own waiter fails. */
  #accepts(waiter: Waiter, entry: JournalEntry): boolean {
    try {
      return waiter.filter(entry);
    } catch (error) {
      this.#waiters.delete(waiter);
      waiter.reject(error);
      return false;
    }
  }

  #createError(message: string): Error {
    const latest = this.#entries.slice(-5).map(({ method, path }) => `${method} ${path}`);
    const count = this.#entries.length;
    const list = count === 0 ? '' : `, the latest: ${latest.join(', ')}`;
    return new Error(`${message} Requests received: ${count}${list}.`);
  }
}
