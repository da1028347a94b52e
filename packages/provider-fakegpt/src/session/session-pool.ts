import { isProviderError, ProviderError } from '@understudy/core/provider';
import type { Clock } from '@understudy/core/provider';

import { holdsForAll } from './log-in.ts';
import type { Session } from './session.ts';

export interface SessionPoolOptions {
  /** How many sessions there may be, logins under way included. */
  readonly size: number;
  readonly clock: Clock;
  /** Must end when its signal aborts. */
  readonly logIn: (signal: AbortSignal) => Promise<Session>;
}

interface Waiter {
  readonly resolve: (session: Session) => void;
  readonly reject: (error: unknown) => void;
  readonly stopListening: () => void;
}

/**
 * The sessions of one provider. Each serves one chat at a time; who finds none free waits in order.
 * A login belongs to no caller: whoever waits longest gets its session.
 */
export class SessionPool {
  readonly #size: number;
  readonly #clock: Clock;
  readonly #logIn: SessionPoolOptions['logIn'];
  /** The longest unused first, so that a session that was just left in the middle rests longest. */
  readonly #free: Session[] = [];
  readonly #busy = new Set<Session>();
  readonly #logins = new Set<AbortController>();
  /** Those whose session was refused: only a new login helps them, and they go first. */
  readonly #renewers = new Set<Waiter>();
  readonly #waiters = new Set<Waiter>();
  #closed = false;

  constructor({ size, clock, logIn }: SessionPoolOptions) {
    this.#size = size;
    this.#clock = clock;
    this.#logIn = logIn;
  }

  /**
   * A session for one chat, to be given back by `release` or `discard`.
   *
   * @throws ProviderError what a login failed with, `concurrency-limited`, `closed`; the reason of `signal`
   */
  async acquire(signal: AbortSignal): Promise<Session> {
    this.#assertUsable(signal);
    for (let session = this.#free.shift(); session; session = this.#free.shift()) {
      if (!session.isReusable(this.#clock.wallNow())) continue;
      this.#busy.add(session);
      return session;
    }
    return this.#wait(this.#waiters, signal);
  }

  /** Gives up a session that the site refused, for one from a login that comes after. */
  async renew(session: Session, signal: AbortSignal): Promise<Session> {
    if (signal.aborted) this.discard(session);
    this.#assertUsable(signal);
    this.#busy.delete(session);
    return this.#wait(this.#renewers, signal);
  }

  release(session: Session): void {
    if (!this.#busy.delete(session)) return;
    if (session.isReusable(this.#clock.wallNow())) this.#offer(session, [this.#waiters]);
    this.#balance();
  }

  discard(session: Session): void {
    if (this.#busy.delete(session)) this.#balance();
  }

  /** Ends logins, refuses who waits, and forgets every session. */
  close(): void {
    this.#closed = true;
    for (const login of this.#logins) login.abort(closedError());
    this.#logins.clear();
    this.#free.length = 0;
    this.#busy.clear();
    while (this.#wanted > 0) this.#reject(closedError());
  }

  get #wanted(): number {
    return this.#renewers.size + this.#waiters.size;
  }

  #assertUsable(signal: AbortSignal): void {
    if (this.#closed) throw closedError();
    signal.throwIfAborted();
  }

  #wait(queue: Set<Waiter>, signal: AbortSignal): Promise<Session> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const reason = this.#tellLeaving(waiter, signal.reason);
        queue.delete(waiter);
        reject(reason);
        this.#balance();
      };
      const stopListening = (): void => signal.removeEventListener('abort', leave);
      const waiter: Waiter = { resolve, reject, stopListening };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(waiter);
      this.#balance();
    });
  }

  /** As many logins as callers wait and the pool has room for. */
  #balance(): void {
    const room = this.#size - this.#free.length - this.#busy.size;
    const needed = Math.min(this.#wanted, room);
    while (this.#logins.size < needed) {
      const login = new AbortController();
      this.#logins.add(login);
      void this.#runLogin(login);
    }
    if (this.#logins.size === needed) return;
    for (const login of [...this.#logins].slice(needed)) {
      this.#logins.delete(login);
      login.abort(new DOMException('Nobody waits for this login any more', 'AbortError'));
    }
  }

  async #runLogin(login: AbortController): Promise<void> {
    try {
      const session = await this.#logIn(login.signal);
      if (this.#logins.delete(login)) this.#offer(session, [this.#renewers, this.#waiters]);
    } catch (error) {
      if (this.#logins.delete(login)) this.#refuse(error);
    }
  }

  #offer(session: Session, queues: readonly Set<Waiter>[]): void {
    const waiter = takeFirst(queues);
    if (!waiter) {
      this.#free.push(session);
      return;
    }
    this.#busy.add(session);
    waiter.resolve(session);
  }

  /** One login, one refusal, and another login for the others; unless it would be refused as well. */
  #refuse(error: unknown): void {
    this.#reject(error);
    if (isProviderError(error) && holdsForAll(error)) {
      while (this.#wanted > this.#logins.size) this.#reject(error);
    }
    this.#balance();
  }

  #reject(error: unknown): void {
    takeFirst([this.#renewers, this.#waiters])?.reject(error);
  }

  /** A limit that ran out in the queue is the queue's fault, unless a login was on its way. */
  #tellLeaving(waiter: Waiter, reason: unknown): unknown {
    if (!isProviderError(reason) || reason.code !== 'timeout' || reason.phase === 'deadline') {
      return reason;
    }
    return this.#hasLogin(waiter) ? reason : queueError(this.#size, reason);
  }

  #hasLogin(waiter: Waiter): boolean {
    let ahead = 0;
    for (const queue of [this.#renewers, this.#waiters]) {
      for (const other of queue) {
        if (ahead === this.#logins.size) return false;
        if (other === waiter) return true;
        ahead += 1;
      }
    }
    return false;
  }
}

/** Takes out who waits longest, of the first queue that has anybody. */
function takeFirst(queues: readonly Set<Waiter>[]): Waiter | undefined {
  for (const queue of queues) {
    for (const waiter of queue) {
      queue.delete(waiter);
      waiter.stopListening();
      return waiter;
    }
  }
  return undefined;
}

function queueError(size: number, cause: ProviderError): ProviderError {
  return new ProviderError({
    code: 'concurrency-limited',
    message: `expected one of ${size} sessions to become free in time, and all stayed taken: raise "sessions", or ask less at once`,
    cause,
  });
}

function closedError(): ProviderError {
  return new ProviderError({ code: 'closed', message: 'the provider is closed' });
}
