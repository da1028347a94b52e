import type { ChatEvent, ChatRequest, Message } from '@understudy/core';
import { fingerprint } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { apiKey, model, question, responseText, startFixture } from './emulator-fixture.ts';

const messages: readonly Message[] = [{ role: 'user', content: question }];

const tools: ChatRequest['tools'] = ['paint', 'mix'].map((name) => ({
  name,
  inputSchema: {
    type: 'object',
    properties: { color: { type: 'string' } },
    required: ['color'],
  },
}));

const twoCalls = {
  reasoning: 'Which color?',
  text: 'Painted.',
  toolCalls: [
    { name: 'paint', arguments: { color: 'teal' } },
    { name: 'mix', arguments: { color: 'blue' } },
  ],
};

describe('anthropic with the emulator', () => {
  it('requests a stream with the key and the version, and streams the text', async () => {
    await using fixture = await startFixture();
    const { events, text, finish } = await fixture.chat();
    expect({ text, finish }).toEqual({ text: responseText, finish: 'stop' });
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(fixture.emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/messages',
        headers: { 'x-api-key': fingerprint(apiKey), 'anthropic-version': '2023-06-01' },
        body: { model: 'claude-sonnet-5', stream: true, max_tokens: 128_000 },
      },
    ]);
  });

  it('reports usage, request id and rate limits', async () => {
    await using fixture = await startFixture();
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      rawFinishReason: 'end_turn',
      provider: 'anthropic',
      model: 'claude-sonnet-5',
      id: expect.stringMatching(/^msg_/),
      requestId: expect.stringMatching(/^req_/),
      usage: {
        inputTokens: Math.ceil(question.length / 4),
        outputTokens: Math.ceil(responseText.length / 4),
        cachedInputTokens: 0,
        reasoningTokens: 0,
      },
      rateLimitHeaders: { 'anthropic-ratelimit-requests-limit': '4000' },
    });
  });

  it('sends what other vendors accept in an accepted form', async () => {
    await using fixture = await startFixture();
    const call = { type: 'tool-call', id: 'a', name: 'walls.paint', argumentsText: '{}' } as const;
    const content = [call, { type: 'text', text: 'I paint.' }] as const;
    const result = {
      type: 'tool-result',
      toolCallId: 'a',
      name: 'walls.paint',
      output: 'done',
    } as const;
    const response = await fixture.understudy
      .chat({
        model,
        messages: [
          { role: 'assistant', content: 'Hello!' },
          ...messages,
          { role: 'assistant', content },
          { role: 'tool', content: [result] },
          { role: 'assistant', content: [{ ...call, id: 'b' }] },
          ...messages,
        ],
        tools: [{ name: 'walls.paint', inputSchema: { type: 'object' } }],
      })
      .response();
    expect(response.text).toBe(responseText);
  });

  it('sends and reports the properties of tools with names that the API does not accept', async () => {
    await using fixture = await startFixture();
    const inputSchema = {
      type: 'object',
      properties: { 'filter[id]': { const: 7 } },
      required: ['filter[id]'],
    };
    const request = {
      model,
      messages,
      tools: [{ name: 'list', inputSchema }],
      toolChoice: 'required',
    } as const;
    const [call] = (await fixture.understudy.chat(request).response()).toolCalls;
    expect(call).toMatchObject({ name: 'list', input: { 'filter[id]': 7 } });
  });

  it('reports calls with the names of the request', async () => {
    const toolCalls = [{ name: 'walls_paint', arguments: {} }];
    const rules = [{ when: question, response: { toolCalls } }];
    await using fixture = await startFixture({ rules });
    const request = { tools: [{ name: 'walls.paint', inputSchema: { type: 'object' } }] };
    const response = await fixture.understudy.chat({ model, messages, ...request }).response();
    expect(response.toolCalls).toMatchObject([{ name: 'walls.paint' }]);
  });

  it.each(['claude-sonnet-5', 'claude-opus-5-5', 'claude-opus-4-6', 'claude-haiku-4-5'])(
    'continues after tool calls with the signed reasoning of %s',
    async (name) => {
      const rules = [{ when: question, response: twoCalls }];
      await using fixture = await startFixture({ rules });
      const request = { model: `anthropic/${name}`, tools, reasoningEffort: 'low' } as const;
      const first = await fixture.understudy.chat({ ...request, messages }).response();
      expect(first).toMatchObject({ finishReason: 'tool-calls', reasoning: 'Which color?' });
      expect(first.toolCalls).toMatchObject([
        { name: 'paint', input: { color: 'teal' } },
        { name: 'mix', input: { color: 'blue' } },
      ]);
      const results = first.toolCalls.map(
        ({ id, name: toolName }) =>
          ({ type: 'tool-result', toolCallId: id, name: toolName, output: 'done' }) as const,
      );
      const second = await fixture.understudy
        .chat({
          ...request,
          messages: [...messages, first.message, { role: 'tool', content: results }],
        })
        .response();
      expect(second).toMatchObject({ finishReason: 'stop', text: 'Painted.' });
      expect(fixture.emulator.requests[1]?.body).toMatchObject({
        messages: [
          {},
          { content: [{ type: 'thinking', thinking: 'Which color?' }, { type: 'text' }, {}, {}] },
          { content: [{ type: 'tool_result' }, { type: 'tool_result' }] },
        ],
      });
    },
  );

  it('sends withheld and redacted reasoning back', async () => {
    const rules = [{ when: question, response: { reasoning: 'Hm.', text: 'Teal.' } }];
    await using fixture = await startFixture({ rules, faults: ['redacted-thinking'] });
    const first = await fixture.understudy.chat({ model, messages }).response();
    expect(first.reasoning).toBe('');
    await fixture.understudy
      .chat({ model, messages: [...messages, first.message, ...messages] })
      .text();
    expect(fixture.emulator.requests[1]?.body).toMatchObject({
      messages: [
        {},
        { content: [{ type: 'redacted_thinking' }, { type: 'thinking', thinking: '' }, {}] },
        {},
      ],
    });
  });

  it.each(['claude-sonnet-5', 'claude-sonnet-4-20250514'])('returns JSON of %s', async (name) => {
    await using fixture = await startFixture({ rules: [] });
    const schema = {
      type: 'object',
      properties: { color: { type: 'string', minLength: 3 } },
      required: ['color'],
    } as const;
    const response = await fixture.understudy
      .chat({
        model: `anthropic/${name}`,
        messages,
        responseFormat: { type: 'json', schema },
      })
      .response();
    expect(response).toMatchObject({ output: { color: 'color' }, finishReason: 'stop' });
    expect(response.toolCalls).toEqual([]);
  });

  it('sends images and files that the API accepts', async () => {
    await using fixture = await startFixture({ rules: [] });
    const bytes = Buffer.from('a');
    const content = [
      { type: 'text', text: '1+1' },
      { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/png' },
      { type: 'file', data: { type: 'bytes', bytes }, mediaType: 'application/pdf', name: 'a.pdf' },
    ] as const;
    const { text } = await fixture.chat({ messages: [{ role: 'user', content }] });
    expect(text).toBe('1+1 = 2');
  });

  it('sends settings that each model accepts, and warns about the others', async () => {
    await using fixture = await startFixture();
    const settings = {
      temperature: 0.5,
      topP: 0.5,
      topK: 5,
      seed: 1,
      toolChoice: 'required',
      tools,
      reasoningEffort: 'xhigh',
    } as const;
    for (const name of [
      'claude-fable-5-2',
      'claude-sonnet-5-5',
      'claude-opus-4-6',
      'claude-opus-4-1',
      'claude-3-haiku-20240307',
    ]) {
      const { error, events } = await fixture.chat({ ...settings, model: `anthropic/${name}` });
      expect([name, error]).toEqual([name, undefined]);
      expect(events.filter(({ type }) => type === 'warning').length).toBeGreaterThan(0);
    }
  });

  it('marks content for the cache and reports what was written', async () => {
    await using fixture = await startFixture();
    const providerOptions = { anthropic: { cache_control: { type: 'ephemeral' } } };
    const system = { role: 'system', content: 'Long.', providerOptions } as const;
    const { usage } = await fixture.understudy
      .chat({ model, messages: [system, ...messages] })
      .response();
    expect(usage).toMatchObject({ cacheWriteTokens: usage?.inputTokens });
  });

  it('sends options of the wire format, betas and headers of the app', async () => {
    const settings = { headers: { 'anthropic-beta': 'a-2026-01-01', 'x-app': 'mine' } };
    await using fixture = await startFixture({}, settings);
    const { error } = await fixture.chat({
      providerOptions: {
        'anthropic-messages': { service_tier: 'auto', betas: ['b-2026-01-01'] },
      },
    });
    expect(error).toBeUndefined();
    expect(fixture.emulator.requests).toMatchObject([
      {
        headers: { 'anthropic-beta': 'a-2026-01-01,b-2026-01-01', 'x-app': 'mine' },
        body: { service_tier: 'auto' },
      },
    ]);
  });

  it('uses the version of the options', async () => {
    await using fixture = await startFixture({}, { apiVersion: '2026-10-21' });
    const { error, events } = await fixture.chat({
      model: 'anthropic/claude-opus-4-6',
      temperature: 1,
    });
    expect(error).toBeUndefined();
    expect(events).toContainEqual({
      type: 'warning',
      message: 'temperature omitted: it is not accepted by the model or the version of the API',
    });
  });

  it('reports the explanation of a refusal', async () => {
    await using fixture = await startFixture({ faults: ['refusal-after-text'] });
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      finishReason: 'content-filter',
      finishMessage: 'This request violates our policies.',
    });
  });

  it('reports the token counts of a response that failed in its text', async () => {
    await using fixture = await startFixture({ faults: ['error-after-text'] });
    const chat = fixture.understudy.chat({ model, messages });
    await expect(chat.text()).rejects.toMatchObject({ code: 'overloaded' });
    const { usage, finishReason } = chat.attempts[0] ?? {};
    expect(usage?.inputTokens).toBeGreaterThan(0);
    expect(finishReason).toBeUndefined();
  });

  it('reports progress while the model thinks in silence', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'silent-thinking', pings: 3 }],
    });
    const { events } = await fixture.chat();
    const isProgress = ({ type }: ChatEvent): boolean => type === 'progress';
    expect(events.filter(isProgress)).toHaveLength(4);
    expect(events.findLastIndex(isProgress)).toBeLessThan(
      events.findIndex(({ type }) => type === 'text-delta'),
    );
  });

  it('continues a turn that a server tool paused', async () => {
    await using fixture = await startFixture({ faults: ['pause-turn'] });
    const paused = await fixture.understudy.chat({ model, messages }).response();
    expect(paused).toMatchObject({ finishReason: 'other', text: responseText });
    const continued = { model, messages: [...messages, paused.message] };
    expect(await fixture.understudy.chat(continued).text()).toBe(responseText);
    expect(fixture.emulator.requests.at(-1)?.body).toMatchObject({
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: responseText },
            { type: 'server_tool_use', name: 'web_search', input: { query: 'names of colors' } },
          ],
        },
      ],
    });
  });

  it('does not end with calls that were cut off', async () => {
    const rules = [{ when: question, response: { toolCalls: twoCalls.toolCalls } }];
    await using fixture = await startFixture({ rules, faults: ['max-tokens'] });
    const { finishReason, toolCalls } = await fixture.understudy
      .chat({ model, messages, tools })
      .response();
    expect(finishReason).toBe('length');
    expect(toolCalls.map(({ incomplete }) => incomplete)).toEqual([undefined, true]);
  });

  it('accepts a stream without message_stop with the option only', async () => {
    const faults = ['missing-done', 'missing-done'] as const;
    await using strict = await startFixture({ faults });
    expect((await strict.chat()).error).toMatchObject({ code: 'stream-truncated' });
    await using lenient = await startFixture({ faults }, { messageStop: false });
    expect(await lenient.chat()).toMatchObject({ finish: 'stop', error: undefined });
  });

  it('counts tokens', async () => {
    await using fixture = await startFixture();
    const request = { model, messages, tools, temperature: 1, maxOutputTokens: 9 };
    const { inputTokens } = await fixture.understudy.countTokens(request);
    expect(inputTokens).toBeGreaterThan(Math.ceil(question.length / 4));
    expect(fixture.emulator.requests[0]?.path).toBe('/v1/messages/count_tokens');
  });

  it('lists the models with their limits, from all pages', async () => {
    const models = Array.from({ length: 1001 }, (_, index) => `claude-haiku-4-5-${index}`);
    await using fixture = await startFixture({ models });
    const list = await fixture.understudy.models('anthropic');
    expect(list.source).toBe('live');
    expect(list.models).toHaveLength(1001);
    expect(list.models[1000]).toEqual({
      id: 'claude-haiku-4-5-1000',
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      state: 'active',
    });
  });

  it('emits the events of the vendor', async () => {
    await using fixture = await startFixture();
    const { events } = await fixture.chat({}, { includeRaw: true });
    const types = events.map((event) => (event.type === 'raw' ? Object(event.value).type : ''));
    expect(types.filter((type) => type !== '').slice(0, 3)).toEqual([
      'message_start',
      'ping',
      'content_block_start',
    ]);
  });

  it('closes the socket when the caller stops iterating', async () => {
    await using fixture = await startFixture({ chunkIntervalMs: 5 });
    for await (const text of fixture.understudy.chat({ model, messages }).textStream) {
      expect(text).not.toBe('');
      break;
    }
    await expect.poll(() => fixture.emulator.requests[0]?.ending).toBe('client-aborted');
  });
});

describe('errors', () => {
  it('report the wait of the vendor, the request id and the codes', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'rate-limit-retry-after', seconds: 2 }],
    });
    const { error } = await fixture.chat();
    expect(error).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 2000,
      status: 429,
      requestId: expect.stringMatching(/^req_/),
      message: expect.stringContaining('failed with HTTP 429 (rate_limit_error)'),
    });
  });

  it('recommend a key and an address', async () => {
    await using withoutKey = await startFixture({}, { apiKey: undefined });
    expect((await withoutKey.chat()).error?.message).toContain('apiKey is not set');
    await using fixture = await startFixture();
    const { url } = fixture.emulator;
    await using other = await startFixture({}, { baseUrl: url });
    expect((await other.chat()).error).toMatchObject({
      code: 'model-not-found',
      message: expect.stringContaining('most end with /v1'),
    });
    await using limited = await startFixture({ models: ['x'] });
    const { error } = await limited.chat();
    expect(error).toMatchObject({ code: 'model-not-found' });
    expect(error?.message).not.toContain('baseUrl');
  });

  it('use the credentials of the headers instead of the key', async () => {
    const headers = { authorization: 'Bearer token-1' };
    await using fixture = await startFixture({ apiKeys: ['token-1'] }, { headers });
    expect((await fixture.chat()).error).toBeUndefined();
    expect(fixture.emulator.requests[0]?.headers).not.toHaveProperty('x-api-key');
  });
});
