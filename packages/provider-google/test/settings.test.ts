import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { registeredProviders } from '@understudy/core';
import { ConfigurationError } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { google } from '../src/index.ts';

const create: (options: object) => unknown = google;

describe('google()', () => {
  it('has the facts of the provider', () => {
    expect(google({ apiKey: 'key-1' })).toMatchObject({
      id: 'google',
      label: 'Google Gemini',
      credentialEnvVars: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
      capabilities: { tools: true, images: true, files: true, json: true },
      allowUnknownModels: true,
    });
    expect(google({ id: 'second', apiKey: false }).id).toBe('second');
  });

  it.each<[string, object]>([
    ['apiKey', {}],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: 'a b' }],
    ['apiKey', { apiKey: 'a\n' }],
    ['apiKey', { apiKey: 7 }],
    ['baseUrl', { baseUrl: 'generativelanguage.googleapis.com' }],
    ['baseUrl', { baseUrl: null }],
    ['headers', { headers: { host: 'x' } }],
    ['proxy', { proxy: 'x' }],
    ['id', { id: 7 }],
    ['apikey', { apikey: 'x' }],
  ])('rejects an invalid %s', (path, options) => {
    expect(() => create(options)).toThrow(ConfigurationError);
    expect(() => create(options)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path }),
    );
  });

  it('does not show the key', () => {
    const apiKey = 'AIza-canary-1';
    const definition = google({ apiKey });
    expect(inspect(definition, { depth: 20, showHidden: true })).not.toContain(apiKey);
    expect(() => create({ apiKey: `${apiKey}\n` })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(apiKey) }),
    );
  });
});

describe('the package', () => {
  it('names the exported factory', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(manifest.understudy.provider).toBe('google');
  });

  it('registers the provider', async () => {
    await import('../src/register.ts');
    const registered = registeredProviders().find(({ id }) => id === 'google');
    expect(registered?.settings.filter(({ required }) => required)).toEqual([
      { name: 'apiKey', required: true, secret: true },
    ]);
    expect(registered?.factory({ apiKey: 'k' })).toMatchObject({ id: 'google' });
  });
});
