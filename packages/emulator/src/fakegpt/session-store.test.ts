import { describe, expect, it } from 'vitest';

import { createAccounts } from './account.ts';
import { SessionStore } from './session-store.ts';

const [account] = createAccounts([{ tokenId: 'a' }]);

function open(now: () => number = () => 0): {
  readonly sessions: SessionStore;
  readonly session: ReturnType<SessionStore['open']>;
} {
  const sessions = new SessionStore(now);
  if (account === undefined) throw new Error('no account');
  return { sessions, session: sessions.open(account, 1000) };
}

describe('SessionStore', () => {
  it('finds a session by its credential', () => {
    const { sessions, session } = open();
    expect(sessions.find(session.credential)).toBe(session);
    expect(sessions.find(`${session.credential}x`)).toBeUndefined();
    expect(sessions.find(undefined)).toBeUndefined();
  });

  it('creates different credentials in different stores', () => {
    const credentials = [open(), open()].map(({ session }) => session.credential);
    expect(new Set(credentials).size).toBe(2);
  });

  it('ignores a second call of the release function', () => {
    const { sessions, session } = open();
    const releaseFirst = sessions.occupy(session);
    releaseFirst();
    const releaseSecond = sessions.occupy(session);
    releaseFirst();
    expect([session.busy, sessions.countBusy(session.account)]).toEqual([true, 1]);
    releaseSecond();
    expect([session.busy, sessions.countBusy(session.account)]).toEqual([false, 0]);
  });

  it('expires a session after its lifetime or on expire()', () => {
    let now = 0;
    const { sessions, session } = open(() => now);
    now = 999;
    expect(sessions.isExpired(session)).toBe(false);
    sessions.expire(session);
    expect(sessions.isExpired(session)).toBe(true);
  });

  it('rounds the expiry of the token up', () => {
    const { session } = open(() => 500);
    const claims = Buffer.from(session.credential.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({ iat: 0, exp: 2 });
  });
});
