import { createHmac } from 'node:crypto';

import { BoundedMap } from '../bounded-map.ts';
import { Ids } from '../scripts/ids.ts';
import type { Account } from './account.ts';

/** One login: the credential is the value of the cookie and the access token at once. */
export interface Session {
  readonly id: string;
  readonly account: Account;
  readonly credential: string;
  expiresAtMs: number;
  /** An answer is being streamed; a second message has to wait. */
  busy: boolean;
}

const rememberedSessions = 10_000;

/** The logins of one emulator. Its credentials are worth nothing at another one. */
export class SessionStore {
  readonly #sessions = new BoundedMap<string, Session>(rememberedSessions);
  readonly #busyByAccount = new Map<string, number>();
  readonly #key: string;
  readonly #now: () => number;
  #opened = 0;

  /** @param seed - with it, the same logins get the same credentials */
  constructor(now: () => number, seed?: string | number) {
    this.#now = now;
    this.#key = new Ids(seed === undefined ? undefined : String(seed)).hex(64);
  }

  open(account: Account, lifetimeMs: number): Session {
    this.#opened += 1;
    const id = `session-${this.#opened}`;
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

  /** From now on only a new login helps. */
  expire(session: Session): void {
    session.expiresAtMs = this.#now();
  }

  /** Marks the session as busy and returns what frees it; calling that twice is harmless. */
  occupy(session: Session): () => void {
    session.busy = true;
    this.#countBusy(session.account, 1);
    let occupied = true;
    return () => {
      if (!occupied) return;
      occupied = false;
      session.busy = false;
      this.#countBusy(session.account, -1);
    };
  }

  /** How many answers an account is giving. */
  countBusy(account: Account): number {
    return this.#busyByAccount.get(account.tokenId) ?? 0;
  }

  #countBusy(account: Account, change: number): void {
    this.#busyByAccount.set(account.tokenId, this.countBusy(account) + change);
  }

  /** Shaped like a JSON Web Token; times are whole seconds, and the expiry is never named too early. */
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
