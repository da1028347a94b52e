import { describe, expect, it } from 'vitest';

import { createAccounts } from './account.ts';
import { SessionStore } from './session-store.ts';

const [account] = createAccounts([{ tokenId: 'a' }]);

function open(now: () => number = () => 0): {
  readonly sessions: SessionStore;
  readonly session: ReturnType<SessionStore['open']>;
} {
  const sessions = new SessionStore(now);
  if (account === undefined) throw new Error('there is no account');
  return { sessions, session: sessions.open(account, 1000) };
}

describe('SessionStore', () => {
  it('finds a session by its credential', () => {
    const { sessions, session } = open();
    expect(sessions.find(session.credential)).toBe(session);
    expect(sessions.find(`${session.credential}x`)).toBeUndefined();
    expect(sessions.find(undefined)).toBeUndefined();
  });

  it('gives every login a credential of its own, and every store', () => {
    const credentials = [open(), open()].map(({ session }) => session.credential);
    expect(new Set(credentials).size).toBe(2);
  });

  it('is freed once by whoever occupied it, however often that is said', () => {
    const { sessions, session } = open();
    const freeFirst = sessions.occupy(session);
    freeFirst();
    const freeSecond = sessions.occupy(session);
    freeFirst();
    expect([session.busy, sessions.countBusy(session.account)]).toEqual([true, 1]);
    freeSecond();
    expect([session.busy, sessions.countBusy(session.account)]).toEqual([false, 0]);
  });

  it('expires with time, or when it is told to', () => {
    let now = 0;
    const { sessions, session } = open(() => now);
    now = 999;
    expect(sessions.isExpired(session)).toBe(false);
    sessions.expire(session);
    expect(sessions.isExpired(session)).toBe(true);
  });

  it('never names the expiry earlier than it is', () => {
    const { session } = open(() => 500);
    const claims = Buffer.from(session.credential.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({ iat: 0, exp: 2 });
  });
});
