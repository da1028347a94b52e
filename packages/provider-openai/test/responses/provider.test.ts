import { createUnderstudy } from '@understudy/core';
import type { ChatRequest, Message } from '@understudy/core';
import { fingerprint, startOpenAiEmulator } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { azure, openai } from '../../src/index.ts';
import { TestServer } from '../test-server.ts';
import { apiKey, model, question, responseText, startFixture } from './fixture.ts';
import type { EmulatorFixture } from './fixture.ts';

const messages = [{ role: 'user', content: question }] as const;
const tools = [
  {
    name: 'paint',
    inputSchema: { type: 'object', properties: { wall: { type: 'integer' } }, required: ['wall'] },
  },
] as const;

const twoCalls = {
  reasoning: 'Which walls?\n\nTwo and three.',
  text: 'Painting.',
  toolCalls: [
    { name: 'paint', arguments: { wall: 2 } },
    { name: 'paint', arguments: { wall: 3 } },
  ],
};

describe.each([true, false])('openai with api: responses, streams: %s', (streams) => {
  const start = (options: Parameters<typeof startFixture>[0] = {}): Promise<EmulatorFixture> =>
    startFixture(options, { quirks: { streams } });

  it('sends a request that is not stored, with the key', async () => {
    await using fixture = await start();
    const { text, finish } = await fixture.chat();
    expect({ text, finish }).toEqual({ text: responseText, finish: 'stop' });
    expect(fixture.emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/responses',
        headers: { authorization: `Bearer ${fingerprint(apiKey)}` },
        body: { model: 'gpt-6-astra', store: false, stream: streams },
      },
    ]);
  });

  it('reports usage, ids, rate limits and the service tier', async () => {
    await using fixture = await start();
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      finishReason: 'stop',
      rawFinishReason: 'completed',
      model: 'gpt-6-astra',
      id: expect.stringMatching(/^resp_/),
      requestId: expect.stringMatching(/^req_/),
      usage: {
        inputTokens: Math.ceil(question.length / 4),
        outputTokens: Math.ceil(responseText.length / 4),
        reasoningTokens: 0,
      },
      providerMetadata: { service_tier: 'default' },
      rateLimitHeaders: { 'x-ratelimit-limit-requests': '10000' },
    });
  });

  it('sends reasoning back before its calls, which the vendor verifies', async () => {
    const rules = [{ when: question, response: twoCalls }];
    await using fixture = await start({ rules });
    const request = { model, tools, reasoningEffort: 'high' } as const;
    const called = await fixture.understudy.chat({ ...request, messages }).response();
    expect(called).toMatchObject({
      reasoning: twoCalls.reasoning,
      finishReason: 'tool-calls',
      toolCalls: [{ input: { wall: 2 } }, { input: { wall: 3 } }],
    });
    const results = called.toolCalls.map(
      ({ id, name }) => ({ type: 'tool-result', toolCallId: id, name, output: 'ok' }) as const,
    );
    const answered = await fixture.understudy
      .chat({
        ...request,
        messages: [...messages, called.message, { role: 'tool', content: results }],
      })
      .response();
    expect(answered.text).toBe('Painting.');
    expect(fixture.emulator.requests[1]?.body).toMatchObject({
      input: [
        { role: 'user' },
        { type: 'reasoning', encrypted_content: expect.any(String) },
        { role: 'assistant', content: 'Painting.' },
        { type: 'function_call' },
        { type: 'function_call' },
        { type: 'function_call_output' },
        { type: 'function_call_output' },
      ],
    });
  });

  it('does not send reasoning to another model, which would reject it', async () => {
    const rules = [{ when: question, response: { reasoning: 'Hm.', text: 'Teal.' } }];
    await using fixture = await start({ rules });
    const { message } = await fixture.understudy
      .chat({ model, messages, reasoningEffort: 'low' })
      .response();
    const continued: readonly Message[] = [...messages, message, ...messages];
    for (const name of ['gpt-6-astra', 'gpt-5.1'] as const) {
      const chat = fixture.understudy.chat({ model: `openai/${name}`, messages: continued });
      expect(await chat.text()).toBe('Teal.');
    }
    const sent = fixture.emulator.requests.slice(1).map(({ body }) => JSON.stringify(body));
    expect(sent.map((body) => body.includes('"encrypted_content":'))).toEqual([true, false]);
  });

  it('returns JSON that conforms to a schema', async () => {
    await using fixture = await start({ rules: [] });
    const schema = {
      type: 'object',
      properties: { color: { type: 'string' } },
      required: ['color'],
      additionalProperties: false,
    };
    const { output } = await fixture.understudy
      .chat({ model, messages, responseFormat: { type: 'json', schema } })
      .response();
    expect(output).toEqual({ color: 'color' });
  });

  it('sends images, files and results with parts', async () => {
    await using fixture = await start();
    const data = { type: 'base64', base64: 'AAAA' } as const;
    const image = { type: 'image', data, mediaType: 'image/png' } as const;
    const call = { type: 'tool-call', id: 'c1', name: 'paint', argumentsText: '{}' } as const;
    const result = { type: 'tool-result', toolCallId: 'c1', name: 'paint', output: 'ok' } as const;
    const { text } = await fixture.chat({
      messages: [
        { role: 'assistant', content: [call] },
        { role: 'tool', content: [{ ...result, parts: [image] }] },
        {
          role: 'user',
          content: [
            image,
            { type: 'file', data, mediaType: 'application/pdf' },
            { type: 'text', text: question },
          ],
        },
      ],
    });
    expect(text).toBe(responseText);
  });

  it('continues a conversation of another provider', async () => {
    await using fixture = await start();
    const foreign = { origin: 'anthropic', originModel: 'claude-opus-5' };
    const { text, error } = await fixture.chat({
      messages: [
        { role: 'system', content: 'Be brief.' },
        ...messages,
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Hm.', signature: 'c2ln', ...foreign },
            { type: 'text', text: 'Painting.' },
            { type: 'tool-call', id: 'toolu_1', name: 'paint', argumentsText: '{}', ...foreign },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'toolu_1',
              name: 'paint',
              output: 'no such wall',
              isError: true,
            },
          ],
        },
        ...messages,
      ],
    });
    expect({ text, error }).toEqual({ text: responseText, error: undefined });
    const sent = JSON.stringify(fixture.emulator.requests[0]?.body);
    expect(sent).not.toMatch(/c2ln|Hm\.|toolu_1/);
    expect(sent).toContain('Error: no such wall');
  });
});

describe('openai with api: responses', () => {
  it('reports settings that the API does not have', async () => {
    await using fixture = await startFixture();
    const { events, finish } = await fixture.chat({ temperature: 0.5, stop: ['x'], seed: 1 });
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(finish).toBe('stop');
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'stop omitted',
      'seed omitted',
      'temperature omitted',
    ]);
  });

  it('sends the options of the wire format and of the provider', async () => {
    await using fixture = await startFixture();
    const providerOptions: ChatRequest['providerOptions'] = {
      'openai-responses': { service_tier: 'flex', prompt_cache_key: 'a' },
      openai: { prompt_cache_key: 'b' },
    };
    const { finish, events } = await fixture.chat({ providerOptions });
    expect(finish).toBe('stop');
    expect(events.some(({ type }) => type === 'warning')).toBe(false);
    expect(fixture.emulator.requests[0]?.body).toMatchObject({
      service_tier: 'flex',
      prompt_cache_key: 'b',
    });
  });

  it('returns the names of tools that were replaced', async () => {
    const response = { toolCalls: [{ name: 'walls_paint' }] };
    await using fixture = await startFixture({ rules: [{ when: question, response }] });
    const { events } = await fixture.chat({ tools: [{ ...tools[0], name: 'walls.paint' }] });
    const names = events.map((event) => (event.type === 'tool-call-end' ? event.name : ''));
    expect(names).toContain('walls.paint');
  });

  it('counts the tokens of a request', async () => {
    await using fixture = await startFixture();
    const request = { model, messages, tools, maxOutputTokens: 100 };
    expect(await fixture.understudy.countTokens(request)).toMatchObject({
      inputTokens: expect.any(Number),
      provider: 'openai',
      model: 'gpt-6-astra',
    });
    expect(fixture.emulator.requests).toMatchObject([{ path: '/v1/responses/input_tokens' }]);
    fixture.emulator.setFaults([]);
    await using chats = createUnderstudy({
      providers: [openai({ apiKey, baseUrl: fixture.emulator.baseUrl })],
    });
    await expect(chats.countTokens({ model: 'openai/gpt-5', messages })).rejects.toMatchObject({
      code: 'unsupported-feature',
    });
  });

  it('lists the models', async () => {
    await using fixture = await startFixture({ models: ['gpt-6-astra'] });
    const list = await fixture.understudy.models('openai');
    expect(list).toMatchObject({ source: 'live', models: [{ id: 'gpt-6-astra' }] });
  });

  it('appends its path to the address of other vendors', async () => {
    await using fixture = await startFixture();
    const baseUrl = `${fixture.emulator.baseUrl}?api-version=preview`;
    await using understudy = createUnderstudy({
      providers: [azure({ apiKey: 'k', baseUrl, api: 'responses' })],
    });
    expect(await understudy.chat({ model: 'azure/my-deployment', messages }).text()).toBe(
      responseText,
    );
    expect(fixture.emulator.requests[0]).toMatchObject({
      path: '/v1/responses',
      query: { 'api-version': 'preview' },
    });
  });

  it('closes the socket when the caller stops iterating', async () => {
    await using fixture = await startFixture({ chunkIntervalMs: 5 });
    for await (const text of fixture.understudy.chat({ model, messages }).textStream) {
      expect(text).not.toBe('');
      break;
    }
    await expect.poll(() => fixture.emulator.requests[0]?.ending).toBe('client-aborted');
  });

  it('advises to check baseUrl if the server does not have the API', async () => {
    await using emulator = await startOpenAiEmulator();
    await using understudy = createUnderstudy({
      providers: [openai({ apiKey, baseUrl: emulator.baseUrl, api: 'responses' })],
      retry: { maxRetries: 0 },
    });
    await expect(understudy.chat({ model, messages }).text()).rejects.toThrow(/check baseUrl/);
  });

  it('is advised if a model requires it', async () => {
    const message = 'This model is only supported in v1/responses and not in v1/chat/completions.';
    await using server = await TestServer.start((_received, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
    });
    expect((await server.chat()).error?.message).toContain('set api to "responses"');
  });

  it('is not another word', () => {
    const api = 'response' as 'responses';
    expect(() => openai({ api })).toThrow(
      expect.objectContaining({ path: 'api', expected: 'chat-completions or responses' }),
    );
  });
});
