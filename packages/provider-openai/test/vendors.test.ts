import { createUnderstudy, modelRef } from '@understudy/core';
import type { AssistantMessage, ChatRequest, Message, ProviderDefinition } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import * as exported from '../src/index.ts';
import { azure, defineVendor, githubCopilot, openai, openrouter } from '../src/index.ts';
import type { VendorOptions } from '../src/index.ts';
import { allVendors } from '../src/vendors/all-vendors.ts';
import { chunk, reply, sendEvents, TestServer, tealStream } from './test-server.ts';
import type { Handler, Received } from './test-server.ts';

const question = { role: 'user', content: 'Name a color' } as const;

/** Runs one chat against a server on a real socket, and returns what the server received. */
async function receive(
  create: (origin: string) => ProviderDefinition,
  request: Partial<ChatRequest> = {},
  handler: Handler = tealStream,
  name = 'm/1',
): Promise<{ readonly received: Received; readonly body: Record<string, unknown> }> {
  await using server = await TestServer.start(handler);
  await using understudy = createUnderstudy({
    providers: [create(server.origin)],
    retry: { maxRetries: 0 },
  });
  const [provider] = understudy.providers();
  const model = modelRef(`${provider?.id}/${name}`);
  await understudy.chat({ messages: [question], ...request, model }).response();
  const [received] = server.received;
  if (!received) throw new Error('no request received');
  return { received, body: JSON.parse(received.body) };
}

const factories = new Map<string, unknown>(Object.entries(exported));

/** Creates a provider of a vendor by its id, with the vendor's path at another origin. */
function createAt(id: string, origin: string, options: VendorOptions = {}): ProviderDefinition {
  const vendor = allVendors.find((each) => each.id === id);
  if (!vendor) throw new Error(`no vendor ${id}`);
  const { pathname } = new URL(vendor.baseUrl.replaceAll(/[{}]/g, ''));
  const factory = factories.get(id === 'github-copilot' ? 'githubCopilot' : id);
  const create = factory as (options: VendorOptions) => ProviderDefinition;
  return create({ baseUrl: `${origin}${pathname}`, apiKey: 'key-1', ...options });
}

const everything: Partial<ChatRequest> = {
  maxOutputTokens: 5,
  temperature: 1.9,
  seed: 7,
  topK: 3,
  stop: ['a', 'b', 'c', 'd', 'e', 'f'],
  presencePenalty: 1,
  frequencyPenalty: 1,
  user: 'u',
};

describe.each(allVendors.map(({ id }) => id))('%s', (id) => {
  const vendor = allVendors.find((each) => each.id === id);

  it('sends the address, the key and the body that its data describes', async () => {
    const { quirks = {}, apiKeyHeader = 'authorization', headers = {} } = vendor ?? {};
    const { received, body } = await receive((origin) => createAt(id, origin), everything);
    const base = new URL((vendor?.baseUrl ?? '').replaceAll(/[{}]/g, '')).pathname;
    expect(received).toMatchObject({
      method: 'POST',
      path: `${base === '/' ? '' : base}/chat/completions`,
      headers: {
        ...headers,
        [apiKeyHeader]: apiKeyHeader === 'authorization' ? 'Bearer key-1' : 'key-1',
      },
    });
    const { maxTokensField = 'max_tokens', maxTemperature = 2, maxStopSequences = 4 } = quirks;
    expect(body).toMatchObject({
      model: 'm/1',
      stream: true,
      messages: [question],
      [maxTokensField]: 5,
    });
    const unsupported: readonly string[] = quirks.unsupportedFields ?? [];
    const temperature = unsupported.includes('temperature') ? undefined : 1.9;
    expect(body['temperature']).toBe(temperature && Math.min(temperature, maxTemperature));
    for (const field of unsupported) expect(body).not.toHaveProperty(field);
    const seedField = quirks.seedField ?? 'seed';
    expect(Object.hasOwn(body, seedField)).toBe(!unsupported.includes(seedField));
    expect(Object.hasOwn(body, 'stream_options')).toBe(quirks.streamUsage ?? true);
    expect(Object.hasOwn(body, 'top_k')).toBe(quirks.topK ?? false);
    const stop = everything.stop?.slice(0, maxStopSequences);
    expect(body['stop']).toEqual(unsupported.includes('stop') ? undefined : stop);
  });

  it('has a source for its quirks, and https or a local address', () => {
    expect(vendor?.sources?.length).toBeGreaterThan(0);
    for (const source of vendor?.sources ?? []) expect(new URL(source).protocol).toBe('https:');
    expect(vendor?.baseUrl).toMatch(/^(?:https:\/\/|http:\/\/127\.0\.0\.1:\d+\/)\S+[^/]$/);
  });
});

describe('the differences of vendors', () => {
  const call = {
    type: 'tool-call',
    id: 'call_1',
    name: 'get_weather',
    argumentsText: '{}',
  } as const;
  const turn: readonly Message[] = [
    question,
    { role: 'assistant', content: [call] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'call_1', name: 'get_weather', output: 'sun' }],
    },
  ];
  const tools = ['get_weather', 'get_date'].map((name) => ({ name, inputSchema: {} }));
  const reasonedTurn = turn.map((message) =>
    message.role === 'assistant'
      ? { ...message, content: [{ type: 'reasoning', text: 'hm' } as const, call] }
      : message,
  );

  it.each<readonly [string, Partial<ChatRequest>, string]>([
    ['ollama', { messages: turn }, '"content":"","tool_calls"'],
    ['openai', { messages: turn }, '"content":null,"tool_calls"'],
    ['mistral', { messages: turn }, '"tool_call_id":"call00001"'],
    ['mistral', { messages: [...turn, question] }, '{"role":"assistant","content":"OK."}'],
    ['deepseek', { messages: turn }, '"reasoning_content":""'],
    ['moonshot', { messages: turn }, '"reasoning_content":""'],
    ['gemini', { messages: turn }, '"thought_signature":"skip_thought_signature_validator"'],
    [
      'perplexity',
      { messages: [question, question] },
      '"content":"Name a color\\n\\nName a color"',
    ],
    ['lmstudio', { tools, toolChoice: { name: 'get_date' } }, '"tool_choice":"required"'],
    ['deepseek', { responseFormat: { type: 'json', schema: {} } }, '{"type":"json_object"}'],
    ['lmstudio', { responseFormat: { type: 'json' } }, '"schema":{"type":"object"}'],
    ['perplexity', { responseFormat: { type: 'json' } }, '"schema":{"type":"object"}'],
    ['deepseek', { reasoningEffort: 'none' }, '"thinking":{"type":"disabled"}'],
    ['moonshot', { reasoningEffort: 'none' }, '"thinking":{"type":"disabled"}'],
    ['zai', { reasoningEffort: 'none' }, '"thinking":{"type":"disabled"}'],
    ['dashscope', { reasoningEffort: 'none' }, '"enable_thinking":false'],
    ['deepseek', { reasoningEffort: 'high' }, '"reasoning_effort":"high"'],
    ['groq', { reasoningEffort: 'none' }, '"reasoning_effort":"none"'],
    ['groq', { reasoningEffort: 'xhigh' }, '"reasoning_effort":"xhigh"'],
    ['ollama', { reasoningEffort: 'xhigh' }, '"reasoning_effort":"high"'],
    ['ollama', { reasoningEffort: 'minimal' }, '"reasoning_effort":"low"'],
    ['perplexity', { reasoningEffort: 'max' }, '"reasoning_effort":"high"'],
    ['mistral', { reasoningEffort: 'medium' }, '"reasoning_effort":"high"'],
    ['mistral', { reasoningEffort: 'none' }, '"reasoning_effort":"none"'],
    ['xai', { reasoningEffort: 'minimal' }, '"reasoning_effort":"low"'],
    ['xai', { reasoningEffort: 'max' }, '"reasoning_effort":"xhigh"'],
    ['cerebras', { reasoningEffort: 'max' }, '"reasoning_effort":"high"'],
    ['cerebras', { frequencyPenalty: 0.5 }, '"frequency_penalty":0.5'],
    ['fireworks', { reasoningEffort: 'minimal' }, '"reasoning_effort":"low"'],
    ['fireworks', { reasoningEffort: 'max' }, '"reasoning_effort":"max"'],
    ['together', { reasoningEffort: 'none' }, '"reasoning":{"enabled":false}'],
    ['together', { reasoningEffort: 'xhigh' }, '"reasoning_effort":"high"'],
    ['vllm', { messages: reasonedTurn }, '"reasoning":"hm"'],
    ['cerebras', { messages: reasonedTurn }, '"reasoning":"hm"'],
    ['fireworks', { messages: reasonedTurn }, '"reasoning_content":"hm"'],
    ['llamacpp', { messages: reasonedTurn }, '"reasoning_content":"hm"'],
  ])('%s', async (id, request, expected) => {
    const { received } = await receive((origin) => createAt(id, origin), request);
    expect(received.body).toContain(expected);
  });

  it.each(['deepseek', 'moonshot', 'zai', 'dashscope'])(
    '%s receives no required tool choice',
    async (id) => {
      const { body } = await receive((origin) => createAt(id, origin), {
        tools,
        toolChoice: 'required',
      });
      expect(body).not.toHaveProperty('tool_choice');
    },
  );

  it.each(['deepseek', 'moonshot', 'dashscope'])(
    '%s receives a tool choice if the request turns thinking off',
    async (id) => {
      const choice = { type: 'function', function: { name: 'get_date' } };
      const toolChoice = { name: 'get_date' };
      const forced = { tools, toolChoice };
      const byEffort = { ...forced, reasoningEffort: 'none' } as const;
      const off = { thinking: { type: 'disabled' }, enable_thinking: false };
      const byOption = { ...forced, providerOptions: { [id]: off } };
      for (const request of [byEffort, byOption]) {
        const { body } = await receive((origin) => createAt(id, origin), request);
        expect(body).toMatchObject({ tool_choice: choice });
        expect(body).not.toHaveProperty('reasoning_effort');
      }
    },
  );

  it.each(['mistral', 'fireworks', 'openrouter'])('%s receives metadata', async (id) => {
    const metadata = { team: 'a' };
    const { body } = await receive((origin) => createAt(id, origin), { metadata });
    expect(body).toMatchObject({ metadata });
    expect(body).not.toHaveProperty('store');
  });

  it('moonshot receives no sampling parameters, whose values its models fix', async () => {
    const { body } = await receive((origin) => createAt('moonshot', origin), {
      temperature: 0.2,
      topP: 0.5,
      presencePenalty: 1,
      frequencyPenalty: 1,
      seed: 1,
    });
    expect(Object.keys(body)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:temperature|top_p|.+_penalty)$/)]),
    );
    expect(body).toMatchObject({ seed: 1 });
  });
});

describe.each(['openai', 'azure'])("the rules of OpenAI's models at %s", (id) => {
  it.each<readonly [string, Partial<ChatRequest>, Record<string, unknown>]>([
    ['gpt-5.5', { reasoningEffort: 'minimal' }, { reasoning_effort: 'low' }],
    ['gpt-5', { reasoningEffort: 'none' }, { reasoning_effort: 'minimal' }],
    ['gpt-4.1', { reasoningEffort: 'low', temperature: 0.2 }, { temperature: 0.2 }],
    ['o3', { temperature: 0.2, topP: 0.5, presencePenalty: 1, frequencyPenalty: 1 }, {}],
    ['gpt-5.2', { reasoningEffort: 'low', temperature: 0.2 }, { reasoning_effort: 'low' }],
    [
      'gpt-5.2',
      { reasoningEffort: 'none', temperature: 0.2 },
      { reasoning_effort: 'none', temperature: 0.2 },
    ],
    ['gpt-5.2', { temperature: 0.2 }, { temperature: 0.2 }],
    ['o3', { stop: ['END'] }, {}],
    ['o4-mini', { stop: ['END'] }, {}],
    ['gpt-5-mini', { stop: ['END'] }, {}],
    ['gpt-5.1', { reasoningEffort: 'none', stop: ['END'] }, { reasoning_effort: 'none' }],
    ['o3-mini', { stop: ['END'] }, { stop: ['END'] }],
    ['gpt-5-chat-latest', { stop: ['END'] }, { stop: ['END'] }],
    ['my-deployment', { stop: ['END'] }, { stop: ['END'] }],
    [
      'my-deployment',
      { reasoningEffort: 'minimal', temperature: 0.2 },
      { reasoning_effort: 'minimal', temperature: 0.2 },
    ],
  ])('%s', async (name, request, expected) => {
    const { body } = await receive((origin) => createAt(id, origin), request, tealStream, name);
    const { model, messages: _messages, stream: _stream, stream_options: _, ...sent } = body;
    expect(model).toBe(name);
    expect(sent).toEqual(expected);
  });

  it('apply to an effort in the provider options', async () => {
    const effort = { temperature: 0.2, providerOptions: { [id]: { reasoning_effort: 'low' } } };
    const create = (origin: string): ProviderDefinition => createAt(id, origin);
    const { body } = await receive(create, effort, tealStream, 'gpt-5.2');
    expect(body).toMatchObject({ reasoning_effort: 'low' });
    expect(body).not.toHaveProperty('temperature');
  });
});

it('does not apply the rules of models to other vendors', async () => {
  const request = { reasoningEffort: 'minimal', temperature: 0.2 } as const;
  const create = (origin: string): ProviderDefinition => createAt('openrouter', origin);
  const { body } = await receive(create, request, tealStream, 'openai/o3');
  expect(body).toMatchObject({ reasoning_effort: 'minimal', temperature: 0.2 });
});

describe('azure', () => {
  it('puts the deployment into the path of older addresses', async () => {
    const { received, body } = await receive((origin) =>
      azure({
        apiKey: 'key-1',
        baseUrl: `${origin}/openai/deployments/{model}?api-version=2024-10-21`,
      }),
    );
    expect(received.path).toBe('/openai/deployments/m%2F1/chat/completions?api-version=2024-10-21');
    expect(received.headers).toMatchObject({ 'api-key': 'key-1' });
    expect(received.headers).not.toHaveProperty('authorization');
    expect(body).toMatchObject({ model: 'm/1' });
  });

  it('sends an own header with a key instead of apiKey', async () => {
    const send = async (headers: Record<string, string>): Promise<object> => {
      const { received } = await receive((baseUrl) => azure({ apiKey: 'key-1', baseUrl, headers }));
      return received.headers;
    };
    const withToken = await send({ Authorization: 'Bearer token-1' });
    expect(withToken).toMatchObject({ authorization: 'Bearer token-1' });
    expect(withToken).not.toHaveProperty('api-key');
    const withKey = await send({ 'API-Key': 'key-2' });
    expect(withKey).toMatchObject({ 'api-key': 'key-2' });
    expect(withKey).not.toHaveProperty('authorization');
  });

  it('lists models beside the deployments', async () => {
    await using server = await TestServer.start(
      reply(200, 'application/json', { data: [{ id: 'gpt-5' }] }),
    );
    const baseUrl = `${server.origin}/openai/deployments/{model}?api-version=2024-10-21`;
    await using understudy = createUnderstudy({ providers: [azure({ baseUrl })] });
    await understudy.models('azure');
    expect(server.received[0]?.path).toBe('/openai/models?api-version=2024-10-21');
  });

  it('needs an address, and reports its form', () => {
    expect(() => azure()).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        path: 'baseUrl',
        message: expect.stringContaining('https://{resource}.openai.azure.com/openai/v1'),
      }),
    );
  });

  it('reports a missing key', async () => {
    const body = { error: { code: '401', message: 'Access denied' } };
    const handler = reply(401, 'application/json', body);
    const failed = async (options: VendorOptions<'azure'>): Promise<unknown> =>
      await receive(
        (origin) => azure({ baseUrl: `${origin}/openai/v1`, ...options }),
        {},
        handler,
      ).catch((error: unknown) => error);
    expect(await failed({})).toMatchObject({
      message: expect.stringContaining('apiKey is not set'),
    });
    const withKey = await failed({ apiKey: 'key-1' });
    expect(withKey).toMatchObject({ message: expect.not.stringContaining('apiKey is not set') });
  });
});

it('githubCopilot names Understudy, or what the headers option names', async () => {
  const byDefault = await receive((origin) => githubCopilot({ baseUrl: origin }));
  expect(byDefault.received.headers).toMatchObject({ 'editor-version': 'understudy/1.0' });
  const headers = { 'Editor-Version': 'mine/1.0', 'Copilot-Integration-Id': 'mine' };
  const { received } = await receive((origin) => githubCopilot({ baseUrl: origin, headers }));
  expect(received.headers).toMatchObject({
    'editor-version': 'mine/1.0',
    'copilot-integration-id': 'mine',
  });
});

it('defineVendor rejects headers that are not valid', () => {
  const vendor = {
    id: 'mine',
    label: 'Mine',
    url: 'https://mine.test',
    baseUrl: 'https://{region}.mine.test/v1',
    credentialEnvVars: [],
  };
  expect(() => defineVendor({ ...vendor, headers: { 'x-a': 'a\nb' } })).toThrow(
    expect.objectContaining({ path: 'headers.x-a' }),
  );
  expect(() => defineVendor(vendor)()).toThrow(expect.objectContaining({ path: 'baseUrl' }));
});

describe('names of tools', () => {
  it('come back as the request has them', async () => {
    const definition = { name: 'server_get_weather', arguments: '{}' };
    const toolCall = { index: 0, id: 'call_1', function: definition };
    await using server = await TestServer.start(
      sendEvents(chunk({ tool_calls: [toolCall] }), chunk({}, 'tool_calls'), '[DONE]'),
    );
    const tools = [{ name: 'server/get.weather', inputSchema: {} }];
    const { events, error } = await server.chat({ tools });
    expect(error).toBeUndefined();
    expect(server.received[0]?.body).toContain('"name":"server_get_weather"');
    const names = events.flatMap((event) => ('name' in event ? [event.name] : []));
    expect(names).toEqual(['server/get.weather', 'server/get.weather']);
  });
});

describe('reasoning_details', () => {
  const detail = { type: 'reasoning.encrypted', data: 'QUJD', id: 'c1', format: 'f', index: 0 };
  const toolCall = { index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } };
  const streamed = sendEvents(
    chunk({ reasoning_details: [{ type: 'reasoning.text', text: 'Th', index: 1 }] }),
    chunk({ reasoning_details: [{ type: 'reasoning.text', text: 'ink', index: 1 }] }),
    chunk({ reasoning_details: [{ type: 'reasoning.text', signature: 's1', index: 1 }] }),
    chunk({ tool_calls: [toolCall], reasoning_details: [detail] }),
    chunk({}, 'tool_calls'),
    '[DONE]',
  );
  const details = [
    { type: 'reasoning.text', index: 1, signature: 's1', text: 'Think' },
    { ...detail },
  ];
  const result: Message = {
    role: 'tool',
    content: [{ type: 'tool-result', toolCallId: 'c1', name: 'f', output: 'r' }],
  };

  async function respond(handler: Handler): Promise<AssistantMessage> {
    await using server = await TestServer.start(handler);
    const baseUrl = `${server.origin}/v1`;
    await using understudy = createUnderstudy({ providers: [openrouter({ baseUrl })] });
    const response = await understudy
      .chat({ model: 'openrouter/m/1', messages: [question] })
      .response();
    return response.message;
  }

  it.each<readonly [string, Handler]>([
    ['a stream', streamed],
    [
      'a JSON response',
      reply(200, 'application/json', {
        choices: [
          {
            message: { tool_calls: [toolCall], reasoning_details: details },
            finish_reason: 'tool_calls',
          },
        ],
      }),
    ],
  ])('of %s go back to the model that sent them', async (_name, handler) => {
    const messages = [question, await respond(handler), result];
    const { body } = await receive((origin) => openrouter({ baseUrl: `${origin}/v1` }), {
      messages,
    });
    expect(body['messages']).toMatchObject([
      question,
      { role: 'assistant', reasoning_details: details, tool_calls: [{ id: 'c1' }] },
      { role: 'tool', tool_call_id: 'c1' },
    ]);
  });

  it('do not go to another provider', async () => {
    const messages = [question, await respond(streamed), result];
    const { received } = await receive((origin) => openai({ baseUrl: `${origin}/v1` }), {
      messages,
    });
    expect(received.body).not.toMatch(/reasoning|QUJD|s1/);
  });

  it('that are only text are not kept twice', async () => {
    const message = await respond(
      sendEvents(
        chunk({ reasoning_details: [{ type: 'reasoning.text', text: 'Think', index: 0 }] }),
        chunk({ content: 'Teal.' }, 'stop'),
        '[DONE]',
      ),
    );
    expect(message.content).toMatchObject([
      { type: 'reasoning', text: 'Think' },
      { text: 'Teal.' },
    ]);
    expect(JSON.stringify(message)).not.toContain('reasoning_details');
  });

  it('that are too large or too many end the response', async () => {
    const many = Array.from({ length: 1025 }, () => ({ type: 'x', data: 'a' }));
    await using server = await TestServer.start(
      sendEvents(chunk({ content: 'a', reasoning_details: many }, 'stop'), '[DONE]'),
    );
    expect((await server.chat()).error).toMatchObject({ code: 'malformed-response' });
    await using large = await TestServer.start(
      sendEvents(chunk({ reasoning_details: [{ data: 'a'.repeat(2000) }] }), '[DONE]'),
    );
    await using understudy = createUnderstudy({
      providers: [openai({ baseUrl: `${large.origin}/v1` })],
      limits: { maxResponseBytes: 1024 },
      retry: { maxRetries: 0 },
    });
    const chat = understudy.chat({ model: 'openai/gpt-5', messages: [question] });
    await expect(chat.text()).rejects.toMatchObject({ code: 'response-too-large' });
  });
});

it('a file by URL as the only part goes to the next target', async () => {
  const file = {
    type: 'file',
    mediaType: 'application/pdf',
    data: { type: 'url', url: new URL('https://example.com/a.pdf') },
  } as const;
  await using server = await TestServer.start(tealStream);
  const baseUrl = `${server.origin}/v1`;
  await using understudy = createUnderstudy({
    providers: [openai({ baseUrl }), openrouter({ baseUrl })],
    chains: { files: ['openai/gpt-5', 'openrouter/m'] },
  });
  const chat = understudy.chat({ model: 'files', messages: [{ role: 'user', content: [file] }] });
  expect(await chat.text()).toBe('Teal.');
  expect(chat.attempts.map(({ provider, error }) => [provider, error?.code])).toEqual([
    ['openai', 'unsupported-feature'],
    ['openrouter', undefined],
  ]);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.body).toContain('"file_data":"https://example.com/a.pdf"');
});
