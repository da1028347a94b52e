import type { ChatRequest } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

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
