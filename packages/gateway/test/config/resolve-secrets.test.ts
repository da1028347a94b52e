import { inspect, isDeepStrictEqual } from 'node:util';

import { isConfigurationError } from '@understudy/core';
import { Secret, resolveSecrets, revealSecrets } from '@understudy/gateway/config';
import type { ProviderSettings } from '@understudy/gateway/config';
import { describe, expect, it } from 'vitest';

const canary = 'sk-canary-1234567890';
const providers = [
  {
    id: 'openai',
    settings: [
      { name: 'apiKey', required: true, secret: true },
      { name: 'headers', required: false, secret: true },
      { name: 'baseUrl', required: false },
    ],
  },
];
const files: Readonly<Record<string, string>> = { '/run/key': `${canary}\n`, '/run/empty': ' \n' };

function resolve(settings: ProviderSettings): Promise<ProviderSettings> {
  return resolveSecrets(settings, providers, {
    env: { KEY: canary, EMPTY: '', LINE: `\uFEFF ${canary}\r\n`, BLANK: ' \r' },
    readFile: async (path) => {
      const text = files[path];
      if (text !== undefined) return text;
      throw Object.assign(new Error('no file'), { code: 'ENOENT' });
    },
  });
}

async function messageOf(settings: ProviderSettings): Promise<string> {
  const error: unknown = await resolve(settings).catch((thrown: unknown) => thrown);
  return isConfigurationError(error) ? error.message : 'accepted';
}

describe('resolveSecrets', () => {
  it('replaces references, in headers too, and keeps other values', async () => {
    const resolved = await resolve({
      openai: {
        apiKey: { env: 'KEY' },
        headers: { authorization: { file: '/run/key' }, 'x-title': 'app' },
        baseUrl: 'http://127.0.0.1:1/v1',
      },
      custom: { token: { env: 'KEY' }, size: 2, list: ['a'] },
    });
    expect(revealSecrets(resolved)).toEqual({
      openai: {
        apiKey: canary,
        headers: { authorization: canary, 'x-title': 'app' },
        baseUrl: 'http://127.0.0.1:1/v1',
      },
      custom: { token: canary, size: 2, list: ['a'] },
    });
    for (const shown of [
      JSON.stringify(resolved),
      inspect(resolved, { depth: 9, showHidden: true }),
    ]) {
      expect(shown).toContain('[secret]');
      expect(shown).not.toContain('canary');
    }
    expect(String(new Secret(canary))).toBe('[secret]');
  });

  it('removes white space around a variable, which files with variables of Windows add', async () => {
    const { openai } = revealSecrets(await resolve({ openai: { apiKey: { env: 'LINE' } } }));
    expect(openai).toEqual({ apiKey: canary });
  });

  it('returns secrets that are equal only if their texts are', () => {
    expect(isDeepStrictEqual([new Secret('a')], [new Secret('a')])).toBe(true);
    expect(isDeepStrictEqual([new Secret('a')], [new Secret('b')])).toBe(false);
  });

  it.each([{ environment: 'KEY' }, { env: 'KEY', default: canary }, { value: canary }, {}])(
    'rejects %j, which is no reference',
    async (apiKey) => {
      await expect(resolve({ openai: { apiKey } })).rejects.toThrow(
        /apiKey: expected \{ "env": "NAME" \} or \{ "file": "path" \}, received an object with other fields$/,
      );
    },
  );

  it.each([
    [
      { apiKey: { env: 'MISSING' } },
      'apiKey: expected the variable MISSING, received none; set it in the environment of the process',
    ],
    [
      { apiKey: { env: '${KEY}' } },
      'apiKey: expected the variable ${KEY}, received none; write the name without "$"',
    ],
    [
      { apiKey: { env: 'EMPTY' } },
      'apiKey: expected the variable EMPTY, received an empty one; set it in the environment of the process',
    ],
    [
      { apiKey: { env: 'BLANK' } },
      'apiKey: expected the variable BLANK, received an empty one; set it in the environment of the process',
    ],
    [{ apiKey: { env: '' } }, 'apiKey: expected the name of a variable, received an empty string'],
    [
      { apiKey: { file: '/run/none' } },
      'apiKey: expected a readable file at "/run/none", received ENOENT',
    ],
    [
      { apiKey: { file: '/run/empty' } },
      'apiKey: expected a file with a secret, received an empty one',
    ],
    [
      { apiKey: canary },
      'apiKey: expected { "env": "NAME" } or { "file": "path" }, received a plain text; move the secret out of the file, into a variable or a file of its own',
    ],
    [{ headers: { Authorization: canary } }, /headers\.Authorization: .*received a plain text/],
  ])('rejects %j', async (fields, message) => {
    const received = await messageOf({ openai: fields });
    expect(received).toMatch(message);
    expect(received).not.toContain('canary');
  });
});
