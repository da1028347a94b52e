import { describe, expect, it } from 'vitest';

import { readFakeGptSettings } from './fakegpt-settings.ts';

const baseUrl = 'http://127.0.0.1:4000';

describe('readFakeGptSettings', () => {
  it('fills in what is not said', () => {
    expect(readFakeGptSettings({ baseUrl })).toEqual({
      id: 'fakegpt',
      baseUrl: new URL('http://127.0.0.1:4000/'),
      proxy: undefined,
      userAgent: undefined,
      sessions: 4,
    });
  });

  it('takes addresses as objects, and a path below the root', () => {
    const given = new URL('https://a.test/gpt');
    const settings = readFakeGptSettings({ baseUrl: given, proxy: new URL('http://u:p@b.test') });
    expect(settings.baseUrl.href).toBe('https://a.test/gpt/');
    expect(settings.proxy?.href).toBe('http://u:p@b.test/');
    expect(given.href).toBe('https://a.test/gpt');
  });

  it.each([
    ['baseUrl', {}, 'nothing'],
    ['baseUrl', { baseUrl: '' }, 'nothing'],
    ['baseUrl', { baseUrl: 42 }, 'number'],
    ['baseUrl', { baseUrl: 'localhost:4000' }, '"localhost:4000"'],
    ['baseUrl', { baseUrl: 'ftp://a.test' }, '"ftp://a.test"'],
    ['baseUrl', { baseUrl: 'http://' }, '"http://"'],
    ['baseUrl', { baseUrl: 'http://u:secret@a.test' }, 'an address with credentials'],
    ['baseUrl', { baseUrl: 'u:secret@a.test' }, 'something else'],
    ['baseUrl', { baseUrl: 'http://a.test/?key=secret' }, 'an address with one'],
    ['baseUrl', JSON.parse(`{"__proto__":{"baseUrl":"${baseUrl}"}}`), undefined],
    ['proxy', { baseUrl, proxy: 'socks://a.test' }, '"socks://a.test"'],
    ['userAgent', { baseUrl, userAgent: 'a\nb: secret' }, 'something else'],
    ['userAgent', { baseUrl, userAgent: ' ' }, 'something else'],
    ['userAgent', { baseUrl, userAgent: 'Пример' }, 'something else'],
    ['sessions', { baseUrl, sessions: 0 }, '0'],
    ['sessions', { baseUrl, sessions: 1.5 }, '1.5'],
    ['sessions', { baseUrl, sessions: '4' }, 'string'],
    ['id', { baseUrl, id: 7 }, 'number'],
    ['baseURL', { baseURL: baseUrl }, '"baseURL"'],
  ])('refuses %s of %j', (path, settings, received) => {
    const code = 'invalid-configuration';
    let error: unknown;
    try {
      readFakeGptSettings(settings);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject(received === undefined ? { code } : { code, path, received });
    expect(String(error)).not.toContain('secret');
  });
});
