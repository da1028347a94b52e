import type { ChatRequest } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, hello, scriptedUnderstudy } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

describe('the request that a provider receives', () => {
  it("contains the vendor's model name and only that provider's options", async () => {
    await using fixture = scriptedUnderstudy(hello);
    const request: ChatRequest = {
      model: 'scripted/model',
      messages,
      temperature: 0.5,
      providerOptions: { scripted: { a: 1 }, other: { key: 'not yours' } },
    };
    await fixture.understudy.chat(request).text();
    expect(fixture.provider.requests).toEqual([
      { model: 'model', messages, temperature: 0.5, providerOptions: { scripted: { a: 1 } } },
    ]);
  });

  it('is the request at the time of chat()', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const history: ChatRequest['messages'][number][] = [...messages];
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages: history });
    history.push({ role: 'user', content: 'and more' });
    await chat.text();
    expect(fixture.provider.requests[0]?.messages).toEqual(messages);
  });

  it('is accompanied by the headers of the call', async () => {
    await using fixture = scriptedUnderstudy(hello);
    await fixture.ask({ headers: { 'x-trace': '1' } }).text();
    expect(fixture.provider.contexts[0]).toMatchObject({
      provider: 'scripted',
      headers: { 'x-trace': '1' },
    });
  });
});

describe('the facts of a model', () => {
  const definition = defineTestProvider('vendor', () => ({
    async *chat({ maxOutputTokens }) {
      yield { type: 'text-delta', text: `at most ${maxOutputTokens}` };
      yield { type: 'finish', reason: 'stop' };
    },
  }));
  const facts = { maxOutputTokens: 100, capabilities: { tools: false } };
  const capabilities = { ...definition.capabilities, tools: true };
  const models = [{ id: 'small', ...facts }] as const;
  const providers = [defineProvider({ ...definition, capabilities, models })];
  const model = 'vendor/small';

  it('lower maxOutputTokens, and the response contains a warning', async () => {
    await using understudy = createUnderstudy({ providers });
    const chat = understudy.chat({ model, messages, maxOutputTokens: 128_000 });
    expect(await chat.response()).toMatchObject({
      text: 'at most 100',
      warnings: ['maxOutputTokens lowered to 100, the maximum of small'],
    });
  });

  it('decide which features are supported', async () => {
    await using understudy = createUnderstudy({ providers });
    const tools = [{ name: 'now', inputSchema: {} }];
    const error = await failureOf(understudy.chat({ model, messages, tools }).text());
    expect(error).toMatchObject({ code: 'unsupported-feature' });
  });
});

describe('a request that the provider does not support', () => {
  const image = {
    type: 'image',
    data: { type: 'base64', base64: '' },
    mediaType: 'image/png',
  } as const;
  const file = { ...image, type: 'file' } as const;
  const tool = { name: 'now', inputSchema: {} };
  const needs: readonly (readonly [string, Omit<ChatRequest, 'model'>])[] = [
    ['tools', { messages, tools: [tool] }],
    [
      'tools',
      {
        messages: [
          {
            role: 'tool',
            content: [{ type: 'tool-result', toolCallId: '1', name: 'now', output: '' }],
          },
        ],
      },
    ],
    ['images', { messages: [{ role: 'user', content: [image] }] }],
    ['files', { messages: [{ role: 'user', content: [file] }] }],
    ['json', { messages, responseFormat: { type: 'json' } }],
  ];

  it.each(needs)('(%s) is rejected before any call', async (feature, request) => {
    const provider = new ScriptedProvider({
      id: 'plain',
      models: ['model'],
      lifecycle: { state: 'active' },
      capabilities: { [feature]: false },
      script: hello,
    });
    await using understudy = createUnderstudy({ providers: [provider.definition] });
    const error = await failureOf(understudy.chat({ ...request, model: 'plain/model' }).text());
    expect(error).toMatchObject({ code: 'unsupported-feature', provider: 'plain' });
    expect(String(error)).toContain(feature);
    expect(provider.requests).toEqual([]);
  });
});
