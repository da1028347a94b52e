import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { assertKnownSettings, readBaseUrl, readProxy, readSetting } from './read-settings.ts';

function readFailure(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return isConfigurationError(error)
      ? `${error.path}: ${error.expected}, ${error.received}`
      : error;
  }
}

describe('settings', () => {
  it.each(['toString', '__proto__', 'constructor'])(
    'does not read the inherited property %s',
    (name) => {
      expect(readSetting({}, name)).toBeUndefined();
    },
  );

  it('reads a setting by name', () => {
    expect(readSetting({ sessions: 4 }, 'sessions')).toBe(4);
  });

  it('rejects an unknown setting', () => {
    expect(readFailure(() => assertKnownSettings({ baseUrl: '' }, ['baseUrl']))).toBeUndefined();
    expect(readFailure(() => assertKnownSettings({ baseURL: '' }, ['baseUrl', 'id']))).toBe(
      'baseURL: one of baseUrl, id, "baseURL"',
    );
  });
});

describe('readBaseUrl', () => {
  it.each([
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'],
    ['https://api.test/v1', 'https://api.test/v1/'],
    ['https://api.test/v1/', 'https://api.test/v1/'],
    [new URL('https://api.test/v1?version=2'), 'https://api.test/v1/?version=2'],
  ])('adds a slash to the path of %s', (given, expected) => {
    expect(readBaseUrl(given).href).toBe(expected);
  });

  it.each([
    'http://hf-tgi:8080/',
    'http://sk-gateway/',
    'https://x7d9f3k2m8q4w6e1r5t0y.models.test/',
  ])('accepts the host of %s', (given) => {
    expect(readBaseUrl(given).href).toBe(given);
  });

  it('does not change the given URL', () => {
    const given = new URL('https://api.test/v1');
    readBaseUrl(given);
    expect(given.href).toBe('https://api.test/v1');
  });

  it.each([
    [undefined, 'nothing'],
    ['', 'nothing'],
    [4000, 'a number'],
    ['127.0.0.1', 'a string that is not a URL'],
    ['ftp://files.test', 'a URL with another scheme'],
    ['sk-proj-canary', 'a string that is not a URL'],
    ['sk-proj:canary', 'a string that is not a URL'],
    ['file with a key', 'a string that is not a URL'],
  ])('rejects %s', (given, received) => {
    expect(readFailure(() => readBaseUrl(given))).toBe(
      `baseUrl: a URL that starts with http:// or https://, ${received}`,
    );
  });

  it.each([
    ['http://user:canary@api.test', 'credentials'],
    ['http://api.test/#canary', 'fragment'],
    ['https://sk-proj-canary0canary1canary2canary3', 'can be a key'],
    ['https://gsk_canaryCanary0canaryCanary1canaryCanary/v1', 'can be a key'],
  ])('rejects %s without quoting it', (given, reason) => {
    const failure = String(readFailure(() => readBaseUrl(given)));
    expect(failure).toContain(reason);
    expect(failure).not.toContain('canary');
  });
});

describe('readProxy', () => {
  it('accepts a URL with credentials, and undefined', () => {
    expect(readProxy('http://user:pass@proxy.test:3128')?.username).toBe('user');
    expect(readProxy(undefined)).toBeUndefined();
    expect(readFailure(() => readProxy('socks://proxy.test'))).toContain('proxy: a URL');
  });
});
