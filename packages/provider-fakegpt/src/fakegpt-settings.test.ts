import { describe, expect, it } from 'vitest';

import { readFakeGptSettings } from './fakegpt-settings.ts';

const baseUrl = 'http://127.0.0.1:4000';

describe('readFakeGptSettings', () => {
  it('adds defaults', () => {
    expect(readFakeGptSettings({ baseUrl })).toEqual({
      id: 'fakegpt',
      baseUrl: new URL('http://127.0.0.1:4000/'),
      proxy: undefined,
      userAgent: undefined,
      sessions: 4,
    });
  });

  it('accepts URL objects and a path', () => {
    const url = new URL('https://a.test/gpt');
    const settings = readFakeGptSettings({ baseUrl: url, proxy: new URL('http://u:p@b.test') });
    expect(settings.baseUrl.href).toBe('https://a.test/gpt/');
    expect(settings.proxy?.href).toBe('http://u:p@b.test/');
    expect(url.href).toBe('https://a.test/gpt');
  });

  it.each([
    ['baseUrl', {}, 'nothing'],
    ['baseUrl', { baseUrl: '' }, 'nothing'],
    ['baseUrl', { baseUrl: 42 }, 'a number'],
    ['baseUrl', { baseUrl: 'localhost:4000' }, 'a string that is not a URL'],
    ['baseUrl', { baseUrl: 'ftp://a.test' }, 'a URL with another scheme'],
    ['baseUrl', { baseUrl: 'http://' }, 'an incomplete URL'],
    ['baseUrl', { baseUrl: 'http://u:secret@a.test' }, 'a URL with credentials'],
    ['baseUrl', { baseUrl: 'u:secret@a.test' }, 'a string that is not a URL'],
    ['baseUrl', { baseUrl: 'http://a.test/?key=secret' }, 'a URL with a query'],
    ['baseUrl', JSON.parse(`{"__proto__":{"baseUrl":"${baseUrl}"}}`), undefined],
    ['proxy', { baseUrl, proxy: 'socks://a.test' }, 'a URL with another scheme'],
    ['userAgent', { baseUrl, userAgent: 'a\nb: secret' }, 'another value'],
    ['userAgent', { baseUrl, userAgent: ' ' }, 'another value'],
    ['userAgent', { baseUrl, userAgent: 'Пример' }, 'another value'],
    ['sessions', { baseUrl, sessions: 0 }, '0'],
    ['sessions', { baseUrl, sessions: 1.5 }, '1.5'],
    ['sessions', { baseUrl, sessions: '4' }, 'string'],
    ['id', { baseUrl, id: 7 }, 'a number'],
    ['baseURL', { baseURL: baseUrl }, '"baseURL"'],
  ])('rejects %s in %j', (path, settings, received) => {
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
