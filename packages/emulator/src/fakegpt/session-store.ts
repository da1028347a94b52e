import { createHmac } from 'node:crypto';

import { BoundedMap } from '../bounded-map.ts';
import { Ids } from '../scripts/ids.ts';
import type { Account } from './account.ts';

/** One login. The credential is both the value of the cookie and the access token. */
export interface Session {
  readonly id: string;
  readonly account: Account;
  readonly credential: string;
  expiresAtMs: number;
  /** True while a response is streamed. A second message is rejected. */
  busy: boolean;
}

const maxSessions = 10_000;

/** The logins of one emulator. Other emulators do not accept their credentials. */
export class SessionStore {
  readonly #sessions = new BoundedMap<string, Session>(maxSessions);
  readonly #busyByAccount = new Map<string, number>();
  readonly #key: string;
  readonly #now: () => number;
  #count = 0;

  /** @param seed - makes the credentials reproducible */
  constructor(now: () => number, seed?: string | number) {
    this.#now = now;
    this.#key = new Ids(seed === undefined ? undefined : String(seed)).hex(64);
  }

  open(account: Account, lifetimeMs: number): Session {
    this.#count += 1;
    const id = `session-${this.#count}`;
    const expiresAtMs = this.#now() + lifetimeMs;
    const credential = this.#sign({ sub: id, iat: this.#now(), exp: expiresAtMs });
    const session: Session = { id, account, credential, expiresAtMs, busy: false };
    this.#sessions.set(credential, session);
    return session;
  }

  find(credential: string | undefined): Session | undefined {
    return credential === undefined ? undefined : this.#sessions.get(credential);
  }

  isExpired(session: Session): boolean {
    return session.expiresAtMs <= this.#now();
  }

  /** Ends a login. The client needs a new one. */
  expire(session: Session): void {
    session.expiresAtMs = this.#now();
  }

  /** Marks a session as busy. Returns a function that releases it; later calls have no effect. */
  occupy(session: Session): () => void {
    session.busy = true;
    this.#addBusy(session.account, 1);
    let occupied = true;
    return () => {
      if (!occupied) return;
      occupied = false;
      session.busy = false;
      this.#addBusy(session.account, -1);
    };
  }

  /** Returns the number of busy sessions of an account. */
  countBusy(account: Account): number {
    return this.#busyByAccount.get(account.tokenId) ?? 0;
  }

  #addBusy(account: Account, change: number): void {
    this.#busyByAccount.set(account.tokenId, this.countBusy(account) + change);
  }

  /** Returns a JSON Web Token. Times are in seconds, and the expiry is rounded up. */
  #sign(claims: { readonly sub: string; readonly iat: number; readonly exp: number }): string {
    const seconds = { iat: Math.floor(claims.iat / 1000), exp: Math.ceil(claims.exp / 1000) };
    const content = [
      { alg: 'HS256', typ: 'JWT' },
      { ...claims, ...seconds },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${content}.${createHmac('sha256', this.#key).update(content).digest('base64url')}`;
  }
}
