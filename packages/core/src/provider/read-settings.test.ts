import { describe, expect, it } from 'vitest';

import { isConfigurationError } from '../errors/is-error.ts';
import { assertKnownSettings, readBaseUrl, readProxy, readSetting } from './read-settings.ts';

function refusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return isConfigurationError(error)
      ? `${error.path}: ${error.expected}, ${error.received}`
      : error;
  }
}

describe('a setting', () => {
  it.each(['toString', '__proto__', 'constructor'])('is not inherited: %s', (name) => {
    expect(readSetting({}, name)).toBeUndefined();
  });

  it('is read by its name', () => {
    expect(readSetting({ sessions: 4 }, 'sessions')).toBe(4);
  });

  it('of another name is refused', () => {
    expect(refusal(() => assertKnownSettings({ baseUrl: '' }, ['baseUrl']))).toBeUndefined();
    expect(refusal(() => assertKnownSettings({ baseURL: '' }, ['baseUrl', 'id']))).toBe(
      'baseURL: one of baseUrl, id, "baseURL"',
    );
  });
});

describe('a base URL', () => {
  it.each([
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'],
    ['https://api.test/v1', 'https://api.test/v1/'],
    ['https://api.test/v1/', 'https://api.test/v1/'],
    [new URL('https://api.test/v1?version=2'), 'https://api.test/v1/?version=2'],
  ])('%s ends with a slash', (given, expected) => {
    expect(readBaseUrl(given).href).toBe(expected);
  });

  it('is read anew, so that the URL that was given stays as it is', () => {
    const given = new URL('https://api.test/v1');
    readBaseUrl(given);
    expect(given.href).toBe('https://api.test/v1');
  });

  it.each([
    [undefined, 'nothing'],
    ['', 'nothing'],
    [4000, 'number'],
    ['127.0.0.1', '"127.0.0.1"'],
    ['ftp://files.test', '"ftp://files.test"'],
    ['file with a key', 'something else'],
  ])('%s is none', (given, found) => {
    expect(refusal(() => readBaseUrl(given))).toBe(
      `baseUrl: an address that begins with http:// or https://, ${found}`,
    );
  });

  it.each([
    ['http://user:canary@api.test', 'credentials'],
    ['http://api.test/#canary', 'fragment'],
  ])('%s is refused, and the secret not told', (given, what) => {
    const told = String(refusal(() => readBaseUrl(given)));
    expect(told).toContain(what);
    expect(told).not.toContain('canary');
  });
});

describe('a proxy', () => {
  it('may hold a name and a password, or be left out', () => {
    expect(readProxy('http://user:pass@proxy.test:3128')?.username).toBe('user');
    expect(readProxy(undefined)).toBeUndefined();
    expect(refusal(() => readProxy('socks://proxy.test'))).toContain('proxy: an address');
  });
});
