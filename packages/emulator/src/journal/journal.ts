import type { EmulatedRequest } from './emulated-request.ts';
import type { JournalEntry } from './journal-entry.ts';

/** What a request is awaited for. */
export type RequestFilter = (request: EmulatedRequest) => boolean;

interface Waiter {
  readonly filter: RequestFilter;
  readonly resolve: (request: EmulatedRequest) => void;
  readonly reject: (error: unknown) => void;
}

const closedSentence = 'The emulator was closed before such a request came.';

/** The latest requests, oldest first; bounded, because an emulator may run for days. */
export class Journal {
  readonly #limit: number;
  readonly #entries: JournalEntry[] = [];
  /** Those that nobody was given yet, in the order in which they were announced. */
  readonly #fresh = new Set<JournalEntry>();
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
    if (oldest !== undefined) this.#fresh.delete(oldest);
  }

  /** Gives the request to the first who waits for one like it, or keeps it for whoever will. */
  announce(entry: JournalEntry): void {
    for (const waiter of this.#waiters) {
      if (!this.#passes(waiter, entry)) continue;
      // Now and not when the promise is settled: the next request may come in the same turn.
      this.#waiters.delete(waiter);
      waiter.resolve(entry);
      return;
    }
    // One whose body was slow may have been forgotten already.
    if (this.#entries.includes(entry)) this.#fresh.add(entry);
  }

  /** The first request that passes the filter and that nobody was given yet; waits until there is one. */
  async next(filter: RequestFilter, timeoutMs: number): Promise<EmulatedRequest> {
    const known = [...this.#fresh].find(filter);
    if (known !== undefined) {
      this.#fresh.delete(known);
      return known;
    }
    if (this.#closed) throw this.#refuse(closedSentence);
    const { promise, resolve, reject } = Promise.withResolvers<EmulatedRequest>();
    const waiter: Waiter = { filter, resolve, reject };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => {
      reject(this.#refuse(`No such request came within ${timeoutMs} ms.`));
    }, timeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  /** Lets go of all who wait. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiters) reject(this.#refuse(closedSentence));
  }

  /** A filter that throws fails whoever brought it, and nobody else. */
  #passes(waiter: Waiter, entry: JournalEntry): boolean {
    try {
      return waiter.filter(entry);
    } catch (error) {
      this.#waiters.delete(waiter);
      waiter.reject(error);
      return false;
    }
  }

  #refuse(sentence: string): Error {
    const seen = this.#entries.slice(-5).map(({ method, path }) => `${method} ${path}`);
    const count = this.#entries.length;
    const came = count === 0 ? 'None came at all.' : `${count} came, the last: ${seen.join(', ')}.`;
    return new Error(`${sentence} ${came}`);
  }
}
