import { isUnderstudyError } from '@understudy/core';
import type { ChatRequest, ErrorCode } from '@understudy/core';
import { isJsonObject, parseJson } from '@understudy/core/provider';
import { fingerprint } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { answer, apiKey, Emulated, question } from './emulated.ts';

const model = 'openai/gpt-5-mini';
const messages = [{ role: 'user', content: question }] as const;

const tools: ChatRequest['tools'] = ['paint', 'mix'].map((name) => ({
  name,
  inputSchema: {
    type: 'object',
    properties: { colour: { type: 'string' } },
    required: ['colour'],
  },
}));

describe('a chat with the emulated OpenAI', () => {
  it('streams its text, and asks with the key for a stream', async () => {
    await using site = await Emulated.start();
    const { events, text, finish } = await site.ask();
    expect({ text, finish }).toEqual({ text: answer, finish: 'stop' });
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(site.emulator.requests).toMatchObject([
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

  it('closes its socket when the caller leaves', async () => {
    await using site = await Emulated.start({ chunkIntervalMs: 5 });
    for await (const text of site.understudy.chat({ model, messages }).textStream) {
      expect(text).not.toBe('');
      break;
    }
    await expect.poll(() => site.emulator.requests[0]?.ending).toBe('client-aborted');
  });
});

describe.each([true, false])('a chat with the emulated OpenAI, streams: %s', (streams) => {
  it('tells usage, request id and rate limits', async () => {
    await using site = await Emulated.start({}, { streams });
    const response = await site.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: answer,
      finishReason: 'stop',
      rawFinishReason: 'stop',
      provider: 'openai',
      model: 'gpt-5-mini',
      id: expect.stringMatching(/^chatcmpl-/),
      requestId: expect.stringMatching(/^req_/),
      usage: {
        inputTokens: Math.ceil(question.length / 4),
        outputTokens: Math.ceil(answer.length / 4),
      },
    });
    expect(response.rateLimitHeaders).toMatchObject({
      'x-ratelimit-limit-requests': '10000',
      'x-ratelimit-remaining-tokens': '999900',
    });
  });

  it('tells reasoning apart from text', async () => {
    const rules = [{ when: question, response: { reasoning: 'Green, blue?', text: 'Teal.' } }];
    await using site = await Emulated.start({ rules }, { streams });
    const chat = site.understudy.chat({ model, messages });
    expect(await chat.response()).toMatchObject({ reasoning: 'Green, blue?', text: 'Teal.' });
  });

  it('calls tools at once, and goes on with their results', async () => {
    const toolCalls = [
      { name: 'paint', arguments: { colour: 'teal' } },
      { name: 'mix', arguments: { colour: 'blue' } },
    ];
    const rules = [{ when: question, response: { text: 'Painted.', toolCalls } }];
    await using site = await Emulated.start({ rules }, { streams });
    const first = await site.understudy.chat({ model, messages, tools }).response();
    expect(first.finishReason).toBe('tool-calls');
    expect(first.toolCalls).toMatchObject([
      { name: 'paint', argumentsText: '{"colour":"teal"}' },
      { name: 'mix', argumentsText: '{"colour":"blue"}' },
    ]);
    const calls = first.toolCalls.map((call) => ({ ...call, type: 'tool-call' }) as const);
    const results = first.toolCalls.map(
      ({ id, name }) => ({ type: 'tool-result', toolCallId: id, name, output: 'done' }) as const,
    );
    const second = site.understudy.chat({
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

  it('calls the tool that it is told to', async () => {
    await using site = await Emulated.start({}, { streams });
    const toolChoice = { name: 'mix' };
    const { toolCalls } = await site.understudy
      .chat({ model, messages, tools, toolChoice })
      .response();
    expect(toolCalls.map(({ name }) => name)).toEqual(['mix']);
    expect(parseJson(toolCalls[0]?.argumentsText ?? '')).toEqual({ colour: expect.any(String) });
  });

  it('answers in JSON that fits a schema', async () => {
    await using site = await Emulated.start({ rules: [] }, { streams });
    const schema = {
      type: 'object',
      properties: { colour: { enum: ['teal', 'red'] }, share: { type: 'integer', minimum: 3 } },
      required: ['colour', 'share'],
      additionalProperties: false,
    };
    const responseFormat = { type: 'json', name: 'colour', schema } as const;
    const { text } = await site.ask({ responseFormat });
    const told = parseJson(text);
    expect(isJsonObject(told) && Object.keys(told)).toEqual(['colour', 'share']);
    expect(told).toEqual({ colour: 'teal', share: 3 });
  });

  it('stops at its greatest length', async () => {
    await using site = await Emulated.start({}, { streams });
    const { text, finish } = await site.ask({ maxOutputTokens: 2 });
    expect({ text, finish }).toEqual({ text: answer.slice(0, 8), finish: 'length' });
  });

  it('is refused for a key that is none of its', async () => {
    await using site = await Emulated.start({ apiKeys: ['sk-another'] }, { streams });
    expect((await site.ask()).error).toMatchObject({ code: 'authentication-failed', status: 401 });
  });
});

describe('the models of the emulated OpenAI', () => {
  it('are listed, with the key and the headers of the caller', async () => {
    await using site = await Emulated.start({ models: ['gpt-5', 'o3'] });
    const models = await site.understudy.models('openai', { headers: { 'X-Trace': '7' } });
    expect(models.map(({ id }) => id)).toEqual(['gpt-5', 'o3']);
    expect(site.emulator.requests).toMatchObject([
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
  ])('fail with %s as %s', async (fault, code) => {
    await using site = await Emulated.start({ faults: [fault] });
    const failure: unknown = await site.understudy
      .models('openai')
      .catch((error: unknown) => error);
    expect(isUnderstudyError(failure) && failure.code).toBe(code);
  });

  it('may be none', async () => {
    await using site = await Emulated.start({ faults: ['models-empty'] });
    expect(await site.understudy.models('openai')).toEqual([]);
  });
});
