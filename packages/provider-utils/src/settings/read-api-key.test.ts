import { describe, expect, it } from 'vitest';

import type { ApiKeyUse } from './read-api-key.ts';
import { assertApiKey, readApiKey } from './read-api-key.ts';

const use: ApiKeyUse = {
  label: 'Acme',
  credentialEnvVars: ['ACME_API_KEY', 'ACME_TOKEN'],
  vendorUrl: 'https://{resource}.acme.example/v1',
  baseUrl: new URL('https://mine.acme.example/v1/'),
  headers: {},
  keyHeaders: ['authorization', 'x-acme-key'],
};

describe('readApiKey', () => {
  it('returns a key, and undefined for a missing key or false', () => {
    expect(readApiKey('key-1')).toBe('key-1');
    expect(readApiKey(undefined)).toBeUndefined();
    expect(readApiKey(false)).toBeUndefined();
  });

  it('names false as the value for a server without keys if the key is empty', () => {
    expect(() => readApiKey('')).toThrow(
      'apiKey: expected visible ASCII characters without spaces or quotes, received an empty string; pass false if the server needs no key',
    );
  });
});

it('names the environment variables if the key is empty', () => {
  expect(() => readApiKey('', ['ACME_API_KEY', 'ACME_TOKEN'])).toThrow(
    'apiKey: expected an API key, such as process.env.ACME_API_KEY or process.env.ACME_TOKEN, received an empty string; pass false if the server needs no key',
  );
});

describe('assertApiKey', () => {
  it('rejects a missing key at the address of the vendor, with the environment variables', () => {
    expect(() => assertApiKey(undefined, use)).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        message:
          'apiKey: expected the API key of Acme, such as process.env.ACME_API_KEY or process.env.ACME_TOKEN, received nothing; pass false if the server needs no key',
      }),
    );
  });

  it.each<[string, Partial<ApiKeyUse>]>([
    ['another server', { baseUrl: new URL('https://proxy.example/v1/') }],
    ['a server in another subdomain', { baseUrl: new URL('https://a.b.acme.example/v1/') }],
    [
      'a server on this machine',
      { vendorUrl: 'http://127.0.0.1:1', baseUrl: new URL('http://127.0.0.1:1') },
    ],
    ['a header with a key', { headers: { 'x-acme-key': 'key-1' } }],
    ['an address with a key', { baseUrl: new URL('https://mine.acme.example/v1/?key=key-1') }],
    ['a vendor without keys', { credentialEnvVars: [] }],
  ])('requires no key for %s', (_case, change) => {
    expect(() => assertApiKey(undefined, { ...use, ...change })).not.toThrow();
  });

  it('accepts a key, and false instead of one', () => {
    expect(() => assertApiKey(false, use)).not.toThrow();
    expect(() => assertApiKey('key-1', use)).not.toThrow();
  });
});
