import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { registeredProviders } from '@understudy/core';
import type { HttpRequest } from '@understudy/core/provider';
import { createTestContext, ReplayHttp } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { ollama } from '../src/index.ts';
import type { OllamaOptions } from '../src/index.ts';

/** Returns the request for the model list with these options. */
async function requestModels(options: OllamaOptions<'ollama'>): Promise<HttpRequest | undefined> {
  const http = new ReplayHttp([
    { headers: { 'content-type': 'application/json' }, body: ['{"models":[]}'] },
  ]);
  const context = createTestContext({ http });
  const provider = await ollama(options).create(context);
  await provider.models?.(context);
  return http.requests[0];
}

describe('ollama()', () => {
  it.each([
    [{}, 'http://127.0.0.1:11434/api/tags'],
    [{ baseUrl: 'https://ollama.com', apiKey: 'key-1' }, 'https://ollama.com/api/tags'],
    [{ baseUrl: new URL('http://proxy.test/ollama') }, 'http://proxy.test/ollama/api/tags'],
    [{ baseUrl: 'gpu.test' }, 'http://gpu.test:11434/api/tags'],
    [{ baseUrl: 'gpu.test:8080/' }, 'http://gpu.test:8080/api/tags'],
    [{ baseUrl: '0.0.0.0' }, 'http://127.0.0.1:11434/api/tags'],
    [{ baseUrl: '0.0.0.0:11500' }, 'http://127.0.0.1:11500/api/tags'],
    [{ baseUrl: ':11500' }, 'http://127.0.0.1:11500/api/tags'],
    [{ baseUrl: '[::1]:11500' }, 'http://[::1]:11500/api/tags'],
  ])('with %o uses %s', async (options, address) => {
    expect((await requestModels(options))?.url.href).toBe(address);
  });

  it.each([
    [{ baseUrl: 'http://127.0.0.1:11434/v1' }, 'baseUrl', 'a URL that ends with /v1'],
    [{ baseUrl: 'http://127.0.0.1:11434/api/' }, 'baseUrl', 'a URL that ends with /api'],
    [{ baseUrl: 'http://a.test/?key=canary-1' }, 'baseUrl', 'a URL with one'],
    [{ baseUrl: 'http://canary-1@a.test' }, 'baseUrl', 'a URL with credentials'],
    [{ baseUrl: '' }, 'baseUrl', 'nothing'],
    [{ baseUrl: null }, 'baseUrl', 'null'],
    [{ baseUrl: 'canary-1 key' }, 'baseUrl', 'a string that is not a URL'],
    [{ apiKey: '' }, 'apiKey', 'an empty string'],
    [{ baseUrl: 'https://ollama.com' }, 'apiKey', 'nothing'],
    [{ apiKey: 'canary-1 key' }, 'apiKey', 'a key with a space'],
    [{ headers: { Host: 'a' } }, 'headers', '"host"'],
    [{ id: 7 }, 'id', 'a number'],
    [{ host: 'http://a.test' }, 'host', '"host"'],
  ])('rejects %o', (options, path, received) => {
    const untyped: OllamaOptions<'ollama'> = JSON.parse(JSON.stringify(options));
    expect(() => ollama(untyped)).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        path,
        received: expect.stringContaining(received),
        message: expect.not.stringContaining('canary-1'),
      }),
    );
  });

  it('sends an own header with a key instead of apiKey', async () => {
    const send = async (options: OllamaOptions<'ollama'>): Promise<object> => {
      const { headers = {} } = (await requestModels(options)) ?? {};
      return headers;
    };
    expect(await send({ apiKey: 'key-1' })).toMatchObject({ authorization: 'Bearer key-1' });
    const own = { apiKey: 'key-1', headers: { Authorization: 'Basic eA==' } };
    expect(await send(own)).toMatchObject({ authorization: 'Basic eA==' });
  });

  it('has two instances with two ids, and shows no key', async () => {
    const definition = ollama({ id: 'cloud', baseUrl: 'https://ollama.com', apiKey: 'canary-1' });
    const provider = await definition.create(createTestContext());
    expect(definition.id).toBe('cloud');
    expect(inspect([definition, provider], { depth: 9, showHidden: true })).not.toContain(
      'canary-1',
    );
  });
});

describe('the package', () => {
  it('registers the provider that package.json names', async () => {
    await import('../src/register.ts');
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(manifest.understudy).toEqual({ provider: 'ollama', interfaceVersion: 1 });
    const registration = registeredProviders().find(({ id }) => id === 'ollama');
    expect(registration).toMatchObject({
      label: 'Ollama',
      credentialEnvVars: ['OLLAMA_API_KEY'],
      capabilities: { tools: true, images: true, files: false, json: true },
    });
    expect(registration?.settings.filter(({ required }) => required)).toEqual([]);
    expect(registration?.settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'apiKey',
      'headers',
      'proxy',
    ]);
    expect(registration?.factory({ baseUrl: 'http://a.test' })).toMatchObject({ id: 'ollama' });
  });
});
