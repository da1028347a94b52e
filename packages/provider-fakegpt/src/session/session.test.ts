import { describe, expect, it } from 'vitest';

import { CookieJar } from './cookie-jar.ts';
import { Session, readTokenExpiry } from './session.ts';

const tokenOf = (claims: unknown): string =>
  ['{}', JSON.stringify(claims)]
    .map((part) => Buffer.from(part).toString('base64url'))
    .concat('signature')
    .join('.');

describe('readTokenExpiry', () => {
  it('returns milliseconds', () => {
    expect(readTokenExpiry(tokenOf({ exp: 1_700_000_000 }))).toBe(1_700_000_000_000);
  });

  it.each([tokenOf({}), tokenOf({ exp: 'soon' }), tokenOf(null), 'opaque', 'a.b', 'a.!.c', ''])(
    'returns undefined for %j',
    (token) => {
      expect(readTokenExpiry(token)).toBeUndefined();
    },
  );
});

describe('Session', () => {
  const session = new Session(tokenOf({ exp: 1000 }), new CookieJar('http://a.test'));

  it('is not reusable within a minute before it expires', () => {
    expect(session.isReusable(939_999)).toBe(true);
    expect(session.isReusable(940_000)).toBe(false);
  });

  it('is expired at its expiry time', () => {
    expect(session.isExpired(999_999)).toBe(false);
    expect(session.isExpired(1_000_000)).toBe(true);
  });

  it('does not expire if the token contains no expiry time', () => {
    const opaque = new Session('opaque', new CookieJar('http://a.test'));
    expect(opaque.isReusable(Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});
