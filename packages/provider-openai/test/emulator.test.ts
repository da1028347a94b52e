import { isUnderstudyError } from '@understudy/core';
import type { ChatRequest, ErrorCode } from '@understudy/core';
import { fingerprint } from '@understudy/emulator';
import { isJsonObject, parseJson } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { apiKey, question, responseText, startFixture } from './emulator-fixture.ts';

const model = 'openai/gpt-5-mini';
const messages = [{ role: 'user', content: question }] as const;

const tools: ChatRequest['tools'] = ['paint', 'mix'].map((name) => ({
  name,
  inputSchema: {
    type: 'object',
    properties: { color: { type: 'string' } },
    required: ['color'],
  },
}));

describe('openai with the emulator', () => {
  it('requests a stream with the key and streams the text', async () => {
    await using fixture = await startFixture();
    const { events, text, finish } = await fixture.chat();
    expect({ text, finish }).toEqual({ text: responseText, finish: 'stop' });
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(fixture.emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        headers: {
          authorization: `Bearer ${fingerprint(apiKey)}`,
          accept: expect.stringContaining('event-'),
        },
        body: { model: 'gpt-5-mini', stream: true },
      },
    ]);
  });

  it.each([
    [{ kind: 'rate-limit' }, undefined],
    [{ kind: 'rate-limit-retry-after', seconds: 2 }, 2000],
    [{ kind: 'rate-limit-retry-after-ms', milliseconds: 10 }, 10],
    [{ kind: 'rate-limit-retry-date', waitMs: 40_000 }, expect.closeTo(40_000, -4)],
    [{ kind: 'rate-limit-reset-time', waitMs: 40_000 }, expect.closeTo(40_000, -4)],
    [{ kind: 'rate-limit-reset-in-body', waitMs: 40_000 }, expect.closeTo(40_000, -4)],
    [{ kind: 'rate-limit-reset-duration', waitMs: 40_000 }, 40_000],
    [{ kind: 'rate-limit-retry-info', waitMs: 40_000 }, 40_000],
  ] as const)('reports the wait of the fault %j', async (fault, retryAfterMs) => {
    await using fixture = await startFixture({ faults: [fault] });
    const { error } = await fixture.chat();
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs });
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

describe.each([true, false])('openai with the emulator, streams: %s', (streams) => {
  it('reports usage, request id and rate limits', async () => {
    await using fixture = await startFixture({}, { streams });
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      finishReason: 'stop',
      rawFinishReason: 'stop',
      provider: 'openai',
      model: 'gpt-5-mini',
      id: expect.stringMatching(/^chatcmpl-/),
      requestId: expect.stringMatching(/^req_/),
      usage: {
        inputTokens: Math.ceil(question.length / 4),
        outputTokens: Math.ceil(responseText.length / 4),
      },
    });
    expect(response.rateLimitHeaders).toMatchObject({
      'x-ratelimit-limit-requests': '10000',
      'x-ratelimit-remaining-tokens': '999900',
    });
  });

  it('separates reasoning from text', async () => {
    const rules = [{ when: question, response: { reasoning: 'Green, blue?', text: 'Teal.' } }];
    await using fixture = await startFixture({ rules }, { streams });
    const chat = fixture.understudy.chat({ model, messages });
    expect(await chat.response()).toMatchObject({ reasoning: 'Green, blue?', text: 'Teal.' });
  });

  it('reports parallel tool calls and sends their results', async () => {
    const toolCalls = [
      { name: 'paint', arguments: { color: 'teal' } },
      { name: 'mix', arguments: { color: 'blue' } },
    ];
    const rules = [{ when: question, response: { text: 'Painted.', toolCalls } }];
    await using fixture = await startFixture({ rules }, { streams });
    const first = await fixture.understudy.chat({ model, messages, tools }).response();
    expect(first.finishReason).toBe('tool-calls');
    expect(first.toolCalls).toMatchObject([
      { name: 'paint', argumentsText: '{"color":"teal"}' },
      { name: 'mix', argumentsText: '{"color":"blue"}' },
    ]);
    const calls = first.toolCalls.map((call) => ({ ...call, type: 'tool-call' }) as const);
    const results = first.toolCalls.map(
      ({ id, name }) => ({ type: 'tool-result', toolCallId: id, name, output: 'done' }) as const,
    );
    const second = fixture.understudy.chat({
      model,
      tools,
      messages: [
        ...messages,
        { role: 'assistant', content: calls },
        { role: 'tool', content: results },
      ],
    });
    expect(await second.response()).toMatchObject({ text: 'Painted.', finishReason: 'stop' });
  });

  it('calls the tool of toolChoice', async () => {
    await using fixture = await startFixture({}, { streams });
    const toolChoice = { name: 'mix' };
    const { toolCalls } = await fixture.understudy
      .chat({ model, messages, tools, toolChoice })
      .response();
    expect(toolCalls.map(({ name }) => name)).toEqual(['mix']);
    expect(parseJson(toolCalls[0]?.argumentsText ?? '')).toEqual({ color: expect.any(String) });
  });

  it('requests JSON that matches a schema', async () => {
    await using fixture = await startFixture({ rules: [] }, { streams });
    const schema = {
      type: 'object',
      properties: { color: { enum: ['teal', 'red'] }, share: { type: 'integer', minimum: 3 } },
      required: ['color', 'share'],
      additionalProperties: false,
    };
    const responseFormat = { type: 'json', name: 'color', schema } as const;
    const { text } = await fixture.chat({ responseFormat });
    const json = parseJson(text);
    expect(isJsonObject(json) && Object.keys(json)).toEqual(['color', 'share']);
    expect(json).toEqual({ color: 'teal', share: 3 });
  });

  it('stops at maxOutputTokens', async () => {
    await using fixture = await startFixture({}, { streams });
    const { text, finish } = await fixture.chat({ maxOutputTokens: 2 });
    expect({ text, finish }).toEqual({ text: responseText.slice(0, 8), finish: 'length' });
  });

  it('fails with authentication-failed for a wrong key', async () => {
    await using fixture = await startFixture({ apiKeys: ['sk-another'] }, { streams });
    expect((await fixture.chat()).error).toMatchObject({
      code: 'authentication-failed',
      status: 401,
    });
  });
});

describe('understudy.models() with the emulator', () => {
  it('lists models with the key and the headers of the caller', async () => {
    await using fixture = await startFixture({ models: ['gpt-5', 'o3'] });
    const { models } = await fixture.understudy.models('openai', { headers: { 'X-Trace': '7' } });
    expect(models.map(({ id }) => id)).toEqual(['gpt-5', 'o3']);
    expect(fixture.emulator.requests).toMatchObject([
      {
        path: '/v1/models',
        headers: { authorization: `Bearer ${fingerprint(apiKey)}`, 'x-trace': '7' },
      },
    ]);
  });

  it.each<
    [
      'models-html-page' | 'models-event-stream' | 'models-rate-limited' | 'models-server-error',
      ErrorCode,
    ]
  >([
    ['models-html-page', 'malformed-response'],
    ['models-event-stream', 'malformed-response'],
    ['models-rate-limited', 'rate-limited'],
    ['models-server-error', 'server-error'],
  ])('fails for the fault %s with %s', async (fault, code) => {
    await using fixture = await startFixture({ faults: [fault] });
    const error: unknown = await fixture.understudy
      .models('openai')
      .catch((thrown: unknown) => thrown);
    expect(isUnderstudyError(error) && error.code).toBe(code);
  });

  it('accepts an empty list', async () => {
    await using fixture = await startFixture({ faults: ['models-empty'] });
    expect(await fixture.understudy.models('openai')).toEqual({ models: [], source: 'live' });
  });
});
