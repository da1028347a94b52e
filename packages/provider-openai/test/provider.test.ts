import { inspect } from 'node:util';

import { createUnderstudy, registeredProviders } from '@understudy/core';
import { isProviderDefinition, isProviderError } from '@understudy/core/provider';
import type { ModelInfo, Provider, ProviderContext } from '@understudy/core/provider';
import { createTestContext, ReplayHttp } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { defineVendor, openai } from '../src/index.ts';
import type { VendorOptions } from '../src/index.ts';
import { registeredVendors } from '../src/vendors/all-vendors.ts';
import { chunk, reply, TestServer, tealStream } from './test-server.ts';

const messages = [{ role: 'user', content: 'Name a color' }] as const;

/** Creates a provider without a runtime, and a context for its calls. */
async function createProvider(http: ReplayHttp): Promise<readonly [Provider, ProviderContext]> {
  const context = createTestContext({ http, provider: 'openai' });
  return [await openai({ apiKey: 'sk-test' }).create(context), context];
}

/** Returns the result of `models()` for this body. */
async function listModels(body: string, type = 'application/json'): Promise<readonly ModelInfo[]> {
  const http = new ReplayHttp([{ headers: { 'content-type': type }, body }]);
  const [provider, context] = await createProvider(http);
  const models = await provider.models?.(context);
  expect(http.requests.map(({ method, url }) => [method, url.href])).toEqual([
    ['GET', 'https://api.openai.com/v1/models'],
  ]);
  expect(http.requests[0]?.headers['authorization']).toBe('Bearer sk-test');
  return models ?? [];
}

describe('openai', () => {
  it('defines an active provider that accepts any model', () => {
    const definition = openai({ apiKey: 'sk-test' });
    expect(isProviderDefinition(definition)).toBe(true);
    expect(definition).toMatchObject({
      id: 'openai',
      label: 'OpenAI',
      lifecycle: { state: 'active' },
      capabilities: { tools: true, images: true, files: true, json: true },
      allowUnknownModels: true,
      credentialEnvVars: ['OPENAI_API_KEY'],
    });
    const mini = definition.models.find(({ id }) => id === 'gpt-5-mini');
    expect(mini?.contextTokens).toBe(400_000);
  });

  it('throws before any request if the key is missing', () => {
    const message =
      'apiKey: expected the API key of OpenAI, such as process.env.OPENAI_API_KEY, received nothing; pass false if the server needs no key';
    const error = expect.objectContaining({ code: 'invalid-configuration', message });
    expect(() => openai()).toThrow(error);
    expect(() => openai({ apiKey: undefined, baseUrl: 'https://api.openai.com/v1' })).toThrow(
      error,
    );
    expect(() => openai({ baseUrl: 'http://127.0.0.1:8000/v1' })).not.toThrow();
    expect(() => openai({ headers: { Authorization: 'Bearer sk-test' } })).not.toThrow();
  });

  it('sends no key if it is false', async () => {
    await using server = await TestServer.start(tealStream);
    const provider = openai({ apiKey: false, baseUrl: `${server.origin}/v1` });
    await using understudy = createUnderstudy({ providers: [provider] });
    expect(await understudy.chat({ model: 'openai/gpt-5-mini', messages }).text()).toBe('Teal.');
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  it('reports the path of an invalid option', () => {
    const catchError = (options: VendorOptions<'openai'>): unknown => {
      try {
        return openai(options);
      } catch (error) {
        return error;
      }
    };
    const path = 'baseUrl';
    expect(catchError({ baseUrl: 'http://u:p@127.0.0.1' })).toMatchObject({
      code: 'invalid-configuration',
      path,
    });
    expect(catchError({ apiKey: '' })).toMatchObject({ path: 'apiKey' });
    expect(() => openai({ id: 'No Name', apiKey: false })).toThrow(
      expect.objectContaining({ path: 'id' }),
    );
  });

  it('requests a stream with the key and decodes it', async () => {
    await using server = await TestServer.start(tealStream, { apiKey: 'sk-test' });
    const { text, error, events } = await server.chat();
    expect(error).toBeUndefined();
    expect(text).toBe('Teal.');
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'succeeded' });
    const [received] = server.received;
    expect(received).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: {
        authorization: 'Bearer sk-test',
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'understudy',
      },
    });
    expect(JSON.parse(received?.body ?? '')).toMatchObject({
      model: 'gpt-5-mini',
      stream: true,
      messages: [{ role: 'user', content: 'Name a color' }],
    });
  });

  it('sends no authorization without a key', async () => {
    await using server = await TestServer.start(tealStream);
    await server.chat();
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  it('prefers the configured headers to apiKey and to the headers of a call', async () => {
    await using server = await TestServer.start(tealStream, {
      apiKey: 'sk-test',
      headers: { Authorization: 'Basic eA==', 'OpenAI-Organization': 'org-1' },
    });
    await server.chat(
      {},
      { headers: { AUTHORIZATION: 'Bearer other', Accept: 'x', 'X-Trace': '7' } },
    );
    expect(server.received[0]?.headers).toMatchObject({
      authorization: 'Basic eA==',
      'openai-organization': 'org-1',
      'x-trace': '7',
      accept: 'text/event-stream, application/json',
    });
  });

  it('uses the key of a call if apiKey is not set', async () => {
    await using server = await TestServer.start(tealStream);
    await server.chat({}, { headers: { authorization: 'Bearer sk-of-the-call' } });
    expect(server.received[0]?.headers['authorization']).toBe('Bearer sk-of-the-call');
  });

  it('keeps the path and the query of baseUrl', async () => {
    await using server = await TestServer.start(tealStream, {
      path: '/deep/v1/?api-version=preview',
    });
    await server.chat();
    expect(server.received[0]?.path).toBe('/deep/v1/chat/completions?api-version=preview');
  });

  it('sends the providerOptions of its own id only', async () => {
    await using server = await TestServer.start(tealStream, { id: 'mine' });
    await server.chat({
      providerOptions: { mine: { service_tier: 'flex' }, openai: { store: true } },
    });
    const body: unknown = JSON.parse(server.received[0]?.body ?? '');
    expect(body).toMatchObject({ service_tier: 'flex' });
    expect(body).not.toHaveProperty('store');
  });

  it('sends the providerOptions of its wire format, which its own ones replace', async () => {
    await using server = await TestServer.start(tealStream, { id: 'mine' });
    await server.chat({
      providerOptions: {
        'openai-chat': { service_tier: 'flex', prompt_cache_key: 'k' },
        'openai-responses': { truncation: 'auto' },
        mine: { service_tier: 'priority' },
      },
    });
    const body: unknown = JSON.parse(server.received[0]?.body ?? '');
    expect(body).toMatchObject({ service_tier: 'priority', prompt_cache_key: 'k' });
    expect(body).not.toHaveProperty('truncation');
  });

  it('reports the request id and the rate limit headers', async () => {
    await using server = await TestServer.start((received, response) => {
      response.setHeader('X-Request-Id', 'req_1');
      response.setHeader('X-RateLimit-Remaining-Tokens', '149984');
      response.setHeader('RateLimit-Policy', '"burst";q=100');
      response.setHeader('anthropic-ratelimit-requests-limit', '50');
      response.setHeader('x-other', 'no');
      tealStream(received, response);
    });
    const chat = server.understudy.chat({ model: 'openai/gpt-5-mini', messages });
    expect(await chat.response()).toMatchObject({
      text: 'Teal.',
      requestId: 'req_1',
      rateLimitHeaders: {
        'x-ratelimit-remaining-tokens': '149984',
        'ratelimit-policy': '"burst";q=100',
        'anthropic-ratelimit-requests-limit': '50',
      },
    });
  });

  it('emits warnings about unsupported fields after response-start', async () => {
    await using server = await TestServer.start(tealStream, {
      quirks: { unsupportedFields: ['seed'] },
    });
    const { events } = await server.chat({ seed: 7 });
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(['attempt-start', 'response-start', 'warning', 'text-delta']);
    expect(types.filter((type) => type === 'warning')).toHaveLength(1);
    expect(JSON.parse(server.received[0]?.body ?? '')).not.toHaveProperty('seed');
  });

  it('supports two instances with two keys', async () => {
    await using server = await TestServer.start(tealStream);
    const baseUrl = `${server.origin}/v1`;
    await using understudy = createUnderstudy({
      providers: [
        openai({ id: 'first', apiKey: 'key-1', baseUrl }),
        openai({ id: 'second', apiKey: 'key-2', baseUrl }),
      ],
    });
    await understudy.chat({ model: 'second/gpt-5-mini', messages }).text();
    await understudy.chat({ model: 'first/gpt-5-mini', messages }).text();
    const keys = server.received.map(({ headers }) => headers['authorization']);
    expect(keys).toEqual(['Bearer key-2', 'Bearer key-1']);
  });
});

describe('models()', () => {
  it('returns the models of the vendor', async () => {
    const body = JSON.stringify({ object: 'list', data: [{ id: 'gpt-5' }, { id: 'o3' }] });
    expect((await listModels(body)).map(({ id }) => id)).toEqual(['gpt-5', 'o3']);
  });

  it.each([
    ['a stream', 'data: {}\n\n', 'text/event-stream', 'malformed-response'],
    ['an HTML page', '<html></html>', 'text/html', 'malformed-response'],
    ['invalid JSON', 'Hello', 'application/json', 'malformed-response'],
    ['JSON without a list', '{"models":5}', 'application/json', 'malformed-response'],
    [
      'an error',
      '{"error":{"code":"invalid_api_key"}}',
      'application/json',
      'authentication-failed',
    ],
    [
      'a body that is too large',
      ' '.repeat(32 * 1024 * 1024 + 1),
      'application/json',
      'response-too-large',
    ],
  ])('fails for %s', async (_, body, type, code) => {
    const error: unknown = await listModels(body, type).catch((thrown: unknown) => thrown);
    expect(isProviderError(error) && error.code).toBe(code);
  });
});

describe('defineVendor', () => {
  const mine = defineVendor({
    id: 'mine',
    label: 'Mine',
    url: 'https://mine.test',
    baseUrl: 'https://api.mine.test/v1',
    credentialEnvVars: ['MINE_API_KEY'],
    quirks: { unsupportedFields: ['seed'] },
    capabilities: { images: false },
  });

  it('uses the data of the vendor and defaults for the rest', () => {
    expect(mine({ apiKey: 'key-1' })).toMatchObject({
      id: 'mine',
      label: 'Mine',
      url: 'https://mine.test',
      credentialEnvVars: ['MINE_API_KEY'],
      capabilities: { tools: true, images: false, files: false, json: true },
      models: [],
      allowUnknownModels: true,
    });
    expect(() => mine({ apiKey: ' ' })).toThrow(expect.objectContaining({ path: 'apiKey' }));
  });

  it('sends requests to the address of the vendor, with its quirks', async () => {
    const body = `data: ${JSON.stringify(chunk({ content: 'Hi' }, 'stop'))}\n\ndata: [DONE]\n\n`;
    const http = new ReplayHttp([{ headers: { 'content-type': 'text/event-stream' }, body }]);
    const providers = [mine({ apiKey: 'key-1' })];
    await using understudy = createUnderstudy({ providers, ports: { http } });
    const chat = understudy.chat({ model: 'mine/x', messages, maxOutputTokens: 5, seed: 7 });
    expect(await chat.response()).toMatchObject({ text: 'Hi', warnings: [expect.any(String)] });
    expect(http.requests[0]?.url.href).toBe('https://api.mine.test/v1/chat/completions');
    expect(JSON.parse(String(http.requests[0]?.body))).toMatchObject({ max_tokens: 5 });
  });
});

describe('the entry point ./register', () => {
  it('registers all providers of the package with their settings', async () => {
    await import('../src/register.ts');
    await using server = await TestServer.start(tealStream);
    const settings = { openai: { baseUrl: `${server.origin}/v1`, apiKey: 'sk-test' } };
    await using understudy = createUnderstudy({ providers: 'registered', settings });
    const ids = registeredVendors.map(({ id }) => id);
    // The other vendors have no key, and Azure has no address.
    const usable = ['openai', 'vllm', 'lmstudio', 'llamacpp'];
    expect(understudy.providers().map(({ id }) => id)).toEqual(
      ids.filter((id) => usable.includes(id)),
    );
    const chat = understudy.chat({ model: 'groq/openai/gpt-oss-120b', messages });
    await expect(chat.text()).rejects.toMatchObject({ path: 'settings.groq.apiKey' });
    expect(await understudy.chat({ model: 'openai/gpt-5-mini', messages }).text()).toBe('Teal.');
  });

  it('registers the environment variables of the keys, and whether a key is required', async () => {
    await import('../src/register.ts');
    const registered = registeredProviders().map(({ id, credentialEnvVars, settings }) => {
      const key = settings.find(({ name }) => name === 'apiKey');
      return [id, credentialEnvVars, key?.required];
    });
    const local = ['vllm', 'lmstudio', 'llamacpp'];
    expect(registered).toEqual(
      registeredVendors.map(({ id, credentialEnvVars }) => [
        id,
        credentialEnvVars,
        !local.includes(id),
      ]),
    );
  });

  it.each([
    [{ openai: { baseUrl: 'localhost' } }, 'settings.openai.baseUrl'],
    [{ groq: { apiKey: 'a b' } }, 'settings.groq.apiKey'],
    [{ openai: { apiKey: 'a\nb' } }, 'settings.openai.apiKey'],
    [{ openai: { key: 'a' } }, 'settings.openai.key'],
  ])('reports the path of an invalid setting: %j', async (settings, path) => {
    await import('../src/register.ts');
    const chat = async (): Promise<string> => {
      await using understudy = createUnderstudy({ providers: 'registered', settings });
      const [id] = Object.keys(settings);
      return await understudy.chat({ model: `${id}/model`, messages }).text();
    };
    await expect(chat()).rejects.toMatchObject({ code: 'invalid-configuration', path });
  });
});

it('a definition, a provider and a runtime print no key', async () => {
  const apiKey = 'canary-key';
  const headers = { 'x-key': 'canary-header' };
  const definition = openai({ apiKey, headers, proxy: 'http://u:canary-proxy@127.0.0.1:1' });
  await using understudy = createUnderstudy({ providers: [definition] });
  const provider = await definition.create(createTestContext());
  const all = [definition, provider, understudy];
  const printed = inspect(all, { depth: 20, showHidden: true }) + JSON.stringify(all);
  expect(printed).not.toContain('canary');
});

it('decodes a JSON response to a stream request', async () => {
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-5-mini',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Teal.' }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  };
  await using server = await TestServer.start(reply(200, 'application/json; charset=utf-8', body));
  const chat = server.understudy.chat({ model: 'openai/gpt-5-mini', messages });
  expect(await chat.response()).toMatchObject({
    text: 'Teal.',
    finishReason: 'stop',
    usage: { inputTokens: 5, outputTokens: 2 },
  });
});

it('decodes a stream with any content type except JSON and HTML', async () => {
  const data = JSON.stringify(chunk({ content: 'Teal.' }, 'stop'));
  await using server = await TestServer.start(reply(200, 'text/plain', `data: ${data}\n\n`));
  expect(await server.chat()).toMatchObject({ text: 'Teal.', error: undefined });
});

it('decodes a body with choices as a response, whatever its other fields are', async () => {
  const choices = [{ index: 0, message: { content: 'Teal.' }, finish_reason: 'stop' }];
  const body = { choices, message: 'ok', error: null };
  await using server = await TestServer.start(reply(200, 'application/json', body));
  expect(await server.chat()).toMatchObject({ text: 'Teal.', error: undefined });
});

it('emits the first content before it decodes the other events of the same read', async () => {
  const chunks = [
    chunk({ role: 'assistant' }),
    chunk({ content: 'Te' }),
    chunk({ content: 'al.' }),
  ];
  const events = [...chunks.map((each) => JSON.stringify(each)), 'not JSON'];
  const body = events.map((data) => `data: ${data}\n\n`).join('');
  const http = new ReplayHttp([{ headers: { 'content-type': 'text/event-stream' }, body }]);
  const [provider, context] = await createProvider(http);
  const batches = provider.chat({ model: 'gpt-5-mini', messages }, context);
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  expect(first.value).toMatchObject([{ type: 'response-start' }, { text: 'Te' }]);
  const second = await iterator.next();
  expect(second.value).toMatchObject([{ text: 'al.' }]);
  await expect(iterator.next()).rejects.toMatchObject({ code: 'malformed-response' });
});

it('requests no content encoding, passes the signal on, and emits nothing after finish', async () => {
  const data = JSON.stringify(chunk({ content: 'Teal.' }, 'stop'));
  const body = [`data: ${data}\n\ndata: [DONE]\n\n`, `data: ${data}\n\n`];
  const http = new ReplayHttp([{ headers: { 'content-type': 'text/event-stream' }, body }]);
  const [provider, context] = await createProvider(http);
  const batches = await Array.fromAsync(provider.chat({ model: 'gpt-5-mini', messages }, context));
  const types = batches.flat().map(({ type }) => type);
  expect(types).toEqual(['response-start', 'text-delta', 'finish']);
  expect(http.requests[0]?.headers['accept-encoding']).toBe('identity');
  expect(http.requests[0]?.signal).toBe(context.signal);
});

describe('options of the wrong type', () => {
  it.each<readonly [string, () => unknown, string]>([
    ['openai(null)', () => openai(null as never), 'options'],
    ['openai(5)', () => openai(5 as never), 'options'],
    ['defineVendor()', () => defineVendor(undefined as never), 'options'],
    ['defineVendor({})', () => defineVendor({} as never), 'baseUrl'],
    ['defineVendor({ baseURL })', () => defineVendor({ baseURL: 'x' } as never), 'baseURL'],
  ])('%s is rejected with its path', (_name, create, path) => {
    expect(create).toThrow(expect.objectContaining({ code: 'invalid-configuration', path }));
  });
});
