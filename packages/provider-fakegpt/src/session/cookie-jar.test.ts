import { inspect } from 'node:util';

import type { HttpHeaders } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { CookieJar } from './cookie-jar.ts';

const origin = 'http://127.0.0.1:4000';
const url = new URL('/auth/login', origin);

function setCookie(...lines: readonly string[]): HttpHeaders {
  return {
    get: (name) => (name === 'set-cookie' ? lines.join(', ') : undefined),
    getAll: (name) => (name === 'set-cookie' ? lines : []),
    names: () => ['set-cookie'],
  };
}

function jarWith(...lines: readonly string[]): CookieJar {
  const jar = new CookieJar(origin);
  jar.store(url, setCookie(...lines), 1000);
  return jar;
}

describe('CookieJar', () => {
  it('returns the latest value of each cookie', () => {
    const jar = jarWith('credential=a.b=c; Path=/; HttpOnly', ' session_password = x ; Path=/');
    jar.store(url, setCookie('session_password=y'), 1000);
    expect(jar.header(url)).toBe('credential=a.b=c; session_password=y');
    expect(jar.has('credential')).toBe(true);
  });

  it('deletes empty and expired cookies', () => {
    const jar = jarWith('a=1', 'b=2', 'c=3', 'd=4', 'e=5');
    const past = 'Thu, 01 Jan 1970 00:00:00 GMT';
    jar.store(
      url,
      setCookie('a=', 'b=x; Max-Age=0', `c=x; expires=${past}`, 'e=x; Max-Age=-1'),
      1000,
    );
    expect(jar.header(url)).toBe('d=4');
  });

  it('keeps cookies that expire later or have an invalid date', () => {
    const jar = jarWith('a=1; Max-Age=60', 'b=2; Expires=never', 'c=3; Secure');
    expect(jar.header(url)).toBe('a=1; b=2; c=3');
  });

  it('stores and sends cookies of its origin only', () => {
    const jar = jarWith('credential=secret');
    for (const other of [
      'https://127.0.0.1:4000',
      'http://127.0.0.1:4001',
      'http://localhost:4000',
    ]) {
      expect(jar.header(new URL(other))).toBeUndefined();
      jar.store(new URL(other), setCookie('credential=other'), 1000);
    }
    expect(jar.header(url)).toBe('credential=secret');
  });

  it('has independent forks', () => {
    const jar = jarWith('a=1');
    const fork = jar.fork();
    fork.store(url, setCookie('b=2'), 1000);
    expect([jar.header(url), fork.header(url)]).toEqual(['a=1', 'a=1; b=2']);
  });

  it('ignores invalid cookies', () => {
    expect(jarWith('invalid', '=x', '').header(url)).toBeUndefined();
  });

  it('stores a cookie named __proto__', () => {
    expect(jarWith('__proto__=x').header(url)).toBe('__proto__=x');
  });

  it('prints no cookies', () => {
    const jar = jarWith('credential=secret');
    expect(inspect(jar, { showHidden: true, depth: 9 }) + JSON.stringify(jar)).not.toContain(
      'secret',
    );
  });
});
