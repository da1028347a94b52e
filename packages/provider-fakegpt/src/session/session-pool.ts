import { isProviderError, ProviderError } from '@understudy/core/provider';
import type { Clock } from '@understudy/core/provider';

import { affectsAllLogins } from './login-error.ts';
import type { Session } from './session.ts';
import { takeFirst } from './waiter.ts';
import type { Waiter } from './waiter.ts';

export interface SessionPoolOptions {
  /** The maximum number of sessions, pending logins included. */
  readonly size: number;
  readonly clock: Clock;
  /** Must settle when its signal aborts. */
  readonly logIn: (signal: AbortSignal) => Promise<Session>;
}

/** The server notices within this time that a socket was closed. */
const pauseMs = 25;

/**
 * The sessions of one provider. Each runs one chat at a time. If none is free, callers wait in order.
 * The session of a new login is assigned to the caller that waits longest.
 */
export class SessionPool {
  readonly #size: number;
  readonly #clock: Clock;
  readonly #logIn: SessionPoolOptions['logIn'];
  /** Ordered by the time of release, so that the session of a canceled chat is reused last. */
  readonly #free: Session[] = [];
  readonly #busy = new Set<Session>();
  readonly #logins = new Set<AbortController>();
  /** Stop the timers of `releaseAfterPause()`. */
  readonly #pauses = new Set<() => void>();
  /** Callers whose session was rejected. They need a new login and are served first. */
  readonly #renewals = new Set<Waiter>();
  readonly #waiters = new Set<Waiter>();
  #closed = false;

  constructor({ size, clock, logIn }: SessionPoolOptions) {
    this.#size = size;
    this.#clock = clock;
    this.#logIn = logIn;
  }

  /**
   * Returns a session for one chat. The caller ends its use with `release()`, `releaseAfterPause()`,
   * `discard()` or `renew()`.
   *
   * @throws ProviderError the error of a login, `concurrency-limited` or `closed`. If `signal` aborts,
   * its reason is thrown.
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

  /** Discards a session that the server rejected, and returns one of a login that starts later. */
  async renew(session: Session, signal: AbortSignal): Promise<Session> {
    if (signal.aborted) this.discard(session);
    this.#assertUsable(signal);
    this.#busy.delete(session);
    return this.#wait(this.#renewals, signal);
  }

  release(session: Session): void {
    if (!this.#busy.delete(session)) return;
    if (session.isReusable(this.#clock.wallNow())) this.#assign(session, [this.#waiters]);
    this.#adjustLogins();
  }

  /**
   * Releases a session whose socket was closed before the end of the response. The server accepts no message before it
   * has noticed that.
   */
  releaseAfterPause(session: Session): void {
    if (!this.#busy.has(session)) return;
    const stop = this.#clock.setTimer(() => {
      this.#pauses.delete(stop);
      this.release(session);
    }, pauseMs);
    this.#pauses.add(stop);
  }

  discard(session: Session): void {
    if (this.#busy.delete(session)) this.#adjustLogins();
  }

  /** Aborts pending logins, rejects waiting callers and removes all sessions. */
  close(): void {
    this.#closed = true;
    for (const login of this.#logins) login.abort(closedError());
    this.#logins.clear();
    for (const stop of this.#pauses) stop();
    this.#pauses.clear();
    this.#free.length = 0;
    this.#busy.clear();
    while (this.#waiterCount > 0) this.#rejectFirst(closedError());
  }

  get #waiterCount(): number {
    return this.#renewals.size + this.#waiters.size;
  }

  #assertUsable(signal: AbortSignal): void {
    if (this.#closed) throw closedError();
    signal.throwIfAborted();
  }

  #wait(queue: Set<Waiter>, signal: AbortSignal): Promise<Session> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const error = this.#toWaitError(waiter, signal.reason);
        queue.delete(waiter);
        reject(error);
        this.#adjustLogins();
      };
      const stopListening = (): void => signal.removeEventListener('abort', onAbort);
      const waiter: Waiter = { resolve, reject, stopListening };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.add(waiter);
      this.#adjustLogins();
    });
  }

  /** Keeps one pending login per waiting caller, up to the size of the pool. */
  #adjustLogins(): void {
    const capacity = this.#size - this.#free.length - this.#busy.size;
    const needed = Math.min(this.#waiterCount, capacity);
    while (this.#logins.size < needed) {
      const login = new AbortController();
      this.#logins.add(login);
      void this.#runLogin(login);
    }
    if (this.#logins.size === needed) return;
    for (const login of [...this.#logins].slice(needed)) {
      this.#logins.delete(login);
      login.abort(new DOMException('No caller waits for this login', 'AbortError'));
    }
  }

  async #runLogin(login: AbortController): Promise<void> {
    try {
      const session = await this.#logIn(login.signal);
      if (this.#logins.delete(login)) this.#assign(session, [this.#renewals, this.#waiters]);
    } catch (error) {
      if (this.#logins.delete(login)) this.#handleLoginError(error);
    }
  }

  #assign(session: Session, queues: readonly Set<Waiter>[]): void {
    const waiter = takeFirst(queues);
    if (!waiter) {
      this.#free.push(session);
      return;
    }
    this.#busy.add(session);
    waiter.resolve(session);
  }

  /** A failed login rejects one caller. The others get another login, unless it would fail too. */
  #handleLoginError(error: unknown): void {
    this.#rejectFirst(error);
    if (isProviderError(error) && affectsAllLogins(error)) {
      while (this.#waiterCount > this.#logins.size) this.#rejectFirst(error);
    }
    this.#adjustLogins();
  }

  #rejectFirst(error: unknown): void {
    takeFirst([this.#renewals, this.#waiters])?.reject(error);
  }

  /** A timeout while all sessions are in use is `concurrency-limited`. During a login it is a timeout. */
  #toWaitError(waiter: Waiter, reason: unknown): unknown {
    if (!isProviderError(reason) || reason.code !== 'timeout' || reason.phase === 'deadline') {
      return reason;
    }
    return this.#hasLogin(waiter) ? reason : noFreeSession(this.#size, reason);
  }

  /** Whether one of the pending logins is for this waiter. Logins are assigned in order. */
  #hasLogin(waiter: Waiter): boolean {
    let position = 0;
    for (const queue of [this.#renewals, this.#waiters]) {
      for (const other of queue) {
        if (position === this.#logins.size) return false;
        if (other === waiter) return true;
        position += 1;
      }
    }
    return false;
  }
}

function noFreeSession(size: number, cause: ProviderError): ProviderError {
  return new ProviderError({
    code: 'concurrency-limited',
    message: `no session became free in time (${size} in use); raise \`sessions\``,
    cause,
  });
}

function closedError(): ProviderError {
  return new ProviderError({ code: 'closed', message: 'the provider is closed' });
}
