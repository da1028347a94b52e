import type { ChatRequest } from '@understudy/core';
import { fingerprint } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { apiKey, model, question, responseText, startFixture } from './emulator-fixture.ts';

const messages = [{ role: 'user', content: question }] as const;

const tools: ChatRequest['tools'] = ['paint', 'mix'].map((name) => ({
  name,
  inputSchema: { type: 'object', properties: { color: { type: 'string' } }, required: ['color'] },
}));

function warningsOf(events: readonly { readonly type: string }[]): readonly object[] {
  return events.filter(({ type }) => type === 'warning');
}

describe('ollama with the emulator', () => {
  it('requests lines with the key and streams the text', async () => {
    await using fixture = await startFixture();
    const { events, text, finish } = await fixture.chat();
    expect({ text, finish }).toEqual({ text: responseText, finish: 'stop' });
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(fixture.emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/api/chat',
        headers: {
          authorization: `Bearer ${fingerprint(apiKey)}`,
          accept: 'application/x-ndjson',
        },
        body: { model: 'qwen3:8b', stream: true, truncate: false },
      },
    ]);
  });

  it('reports usage and durations', async () => {
    await using fixture = await startFixture();
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      finishReason: 'stop',
      rawFinishReason: 'stop',
      provider: 'ollama',
      model: 'qwen3:8b',
      usage: { inputTokens: Math.ceil(question.length / 4) },
      providerMetadata: { load_duration: 0, eval_duration: expect.any(Number) },
    });
  });

  it('separates thinking from text and sends it back', async () => {
    const rules = [{ when: /./, response: { reasoning: 'Green, blue?', text: 'Teal.' } }];
    await using fixture = await startFixture({ rules });
    const first = await fixture.understudy.chat({ model, messages }).response();
    expect(first).toMatchObject({ reasoning: 'Green, blue?', text: 'Teal.' });
    await fixture.chat({ messages: [...messages, first.message, { role: 'user', content: 'Go' }] });
    expect(fixture.emulator.requests[1]?.body).toMatchObject({
      messages: [{}, { role: 'assistant', content: 'Teal.', thinking: 'Green, blue?' }, {}],
    });
  });

  it('reports parallel tool calls and sends their results', async () => {
    const toolCalls = [
      { name: 'paint', arguments: { color: 'teal' } },
      { name: 'mix', arguments: { color: 'blue' } },
    ];
    const rules = [{ when: question, response: { text: 'Painted.', toolCalls } }];
    await using fixture = await startFixture({ rules });
    const first = await fixture.understudy.chat({ model, messages, tools }).response();
    expect(first.finishReason).toBe('tool-calls');
    expect(first.toolCalls).toMatchObject([
      { name: 'paint', argumentsText: '{"color":"teal"}' },
      { name: 'mix', argumentsText: '{"color":"blue"}' },
    ]);
    const content = first.toolCalls.map(
      ({ id, name }) => ({ type: 'tool-result', toolCallId: id, name, output: 'done' }) as const,
    );
    const results = { role: 'tool', content } as const;
    const second = fixture.understudy.chat({
      model,
      tools,
      messages: [...messages, first.message, results],
    });
    expect(await second.response()).toMatchObject({ text: 'Painted.', finishReason: 'stop' });
  });

  it('requests JSON that matches a schema', async () => {
    await using fixture = await startFixture({ rules: [] });
    const schema = {
      type: 'object',
      properties: { color: { enum: ['teal'] } },
      required: ['color'],
    };
    const responseFormat = { type: 'json', schema } as const;
    const response = await fixture.understudy.chat({ model, messages, responseFormat }).response();
    expect(response.output).toEqual({ color: 'teal' });
  });

  it('stops at maxOutputTokens', async () => {
    await using fixture = await startFixture();
    const { text, finish } = await fixture.chat({ maxOutputTokens: 2 });
    expect({ text, finish }).toEqual({ text: responseText.slice(0, 8), finish: 'length' });
  });

  it('reports a prompt that does not fit instead of cutting it', async () => {
    await using fixture = await startFixture();
    const long = [{ role: 'user', content: 'x'.repeat(20_000) }] as const;
    expect((await fixture.chat({ messages: long })).error).toMatchObject({
      code: 'context-length-exceeded',
      status: 400,
      message: expect.stringContaining('options.num_ctx'),
    });
    const providerOptions = { ollama: { options: { num_ctx: 8192 } } };
    expect((await fixture.chat({ messages: long, providerOptions })).error).toBeUndefined();
  });

  it('asks once how a model reasons, and adapts the effort', async () => {
    await using fixture = await startFixture();
    const plain = { model: 'ollama/llama3.2', reasoningEffort: 'high' } as const;
    const first = await fixture.chat(plain);
    const second = await fixture.chat(plain);
    for (const { events, text } of [first, second]) {
      expect(text).toBe(responseText);
      expect(warningsOf(events)).toEqual([
        { type: 'warning', message: 'reasoningEffort omitted: the model does not reason' },
      ]);
    }
    const { events } = await fixture.chat({ model: 'ollama/gpt-oss:20b', reasoningEffort: 'none' });
    expect(warningsOf(events)).toHaveLength(1);
    const paths = fixture.emulator.requests.map(({ path }) => path);
    expect(paths).toEqual(['/api/show', '/api/chat', '/api/chat', '/api/show', '/api/chat']);
    expect(fixture.emulator.requests.at(-1)?.body).toMatchObject({ think: 'low' });
  });

  it('sends the effort if the server does not report capabilities, or an option replaces it', async () => {
    const faults = ['show-server-error', 'show-without-capabilities'] as const;
    await using fixture = await startFixture({ faults });
    await fixture.chat({ reasoningEffort: 'high' });
    await fixture.chat({ reasoningEffort: 'high' });
    const providerOptions = { ollama: { think: true } };
    await fixture.chat({ reasoningEffort: 'high', providerOptions });
    const sent = fixture.emulator.requests.filter(({ path }) => path === '/api/chat');
    expect(sent.map(({ body }) => body)).toMatchObject([
      { think: 'high' },
      { think: 'high' },
      { think: true },
    ]);
  });

  it('counts one request for a response, without the requests for facts', async () => {
    await using fixture = await startFixture();
    const chat = fixture.understudy.chat({ model, messages, reasoningEffort: 'low' });
    await chat.text();
    expect(chat.attempts).toMatchObject([{ requests: 1, outcome: 'succeeded' }]);
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

describe('understudy.models() with the emulator', () => {
  it('lists the models that can chat, with their capabilities', async () => {
    await using fixture = await startFixture();
    const { models, source } = await fixture.understudy.models('ollama');
    expect(source).toBe('live');
    expect(models).toEqual([
      {
        id: 'qwen3:8b',
        contextTokens: 40_960,
        capabilities: { tools: true, images: true },
      },
      {
        id: 'gpt-oss:20b',
        contextTokens: 32_768,
        capabilities: { tools: true, images: false },
      },
      {
        id: 'llama3.2:latest',
        contextTokens: 32_768,
        capabilities: { tools: true, images: false },
      },
      {
        id: 'gemma3:4b',
        contextTokens: 32_768,
        capabilities: { tools: false, images: true },
      },
    ]);
  });

  it('lists models whose details the server does not report', async () => {
    const faults = [{ kind: 'show-server-error', times: 'always' }] as const;
    await using fixture = await startFixture({ faults, models: [{ name: 'tiny' }] });
    const { models } = await fixture.understudy.models('ollama');
    expect(models).toEqual([{ id: 'tiny:latest' }]);
  });

  it.each([
    ['tags-html-page', 'malformed-response'],
    ['tags-server-error', 'server-error'],
  ] as const)('fails for the fault %s with %s', async (fault, code) => {
    await using fixture = await startFixture({ faults: [fault] });
    await expect(fixture.understudy.models('ollama')).rejects.toMatchObject({ code });
  });

  it('accepts an empty list', async () => {
    await using fixture = await startFixture({ faults: ['tags-empty'] });
    expect((await fixture.understudy.models('ollama')).models).toEqual([]);
  });
});
