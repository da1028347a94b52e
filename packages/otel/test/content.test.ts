import { modelRef } from '@understudy/core';
import type { Message } from '@understudy/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { apiKey, MemorySdk, OtelFixture, question, responseText } from './otel-fixture.ts';
import type { OtelFixtureOptions } from './otel-fixture.ts';

let sdk: MemorySdk;

beforeEach(() => {
  sdk = new MemorySdk();
});

afterEach(() => sdk[Symbol.dispose]());

/** Everything that an exporter can send. */
async function exported(): Promise<string> {
  const spans = sdk.spans.ended.map(({ name, attributes, events, status, links }) => ({
    name,
    attributes,
    events,
    status,
    links,
  }));
  return JSON.stringify([spans, await sdk.points()]);
}

const canaries = /canary/i;

describe('without `content`', () => {
  const cases: Readonly<Record<string, OtelFixtureOptions>> = {
    'a response': { emulators: { a: {} } },
    'a key in an error': { emulators: { a: { faults: ['key-echo'] }, b: {} } },
    'an error with the text of the request': {
      emulators: { a: { faults: ['string-too-long'] }, b: {} },
    },
    'a restart': {
      emulators: { a: { faults: ['disconnect-after-text'] }, b: {} },
      chain: { midStream: 'restart' },
    },
    'no success': {
      emulators: { a: { faults: [{ kind: 'key-echo', times: 'always' }] } },
    },
  };

  it.each(Object.entries(cases))('no span, event or metric has text: %s', async (_, options) => {
    await using fixture = await OtelFixture.start(options);
    const chat = fixture.ask({
      messages: [
        { role: 'system', content: 'canary instructions' },
        { role: 'user', content: question },
      ],
      stop: ['canary stop'],
      tools: [{ name: 'canary-tool', description: 'canary', inputSchema: { type: 'object' } }],
    });
    await Array.fromAsync(chat).catch(() => {});
    expect(sdk.spans.chats).toHaveLength(1);
    const text = await exported();
    expect(text).not.toMatch(canaries);
    expect(text).not.toContain(apiKey);
  });

  it('a key that is passed as the model is masked', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: {} } });
    for (const model of [apiKey, `a/${apiKey}`].map(modelRef)) {
      await fixture
        .ask({ model })
        .text()
        .catch(() => {});
    }
    expect(sdk.spans.chats).toHaveLength(2);
    const names = sdk.spans.ended.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(['chat *']));
    // The emulator repeats the model of the request in its response.
    expect(JSON.stringify(await sdk.points())).not.toMatch(canaries);
  });
});

describe('with `content`', () => {
  it('the span of a chat has the messages', async () => {
    await using fixture = await OtelFixture.start({
      otel: { content: true },
      emulators: { a: { faults: ['overloaded'] }, b: {} },
    });
    await fixture.ask({ stop: ['END'] }).text();
    const attributes = sdk.spans.chats[0]?.attributes ?? {};
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: question }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'text', content: responseText }],
        finish_reason: 'stop',
      },
    ]);
    expect(attributes['gen_ai.request.stop_sequences']).toEqual(['END']);
    expect(JSON.stringify(sdk.spans.attempts.map((span) => span.attributes))).not.toMatch(canaries);
    expect(JSON.stringify(await sdk.points())).not.toMatch(canaries);
  });

  it('parts have the form of the conventions, without data, signatures and queries', async () => {
    await using fixture = await OtelFixture.start({
      otel: { content: true },
      emulators: { a: {} },
    });
    const url = new URL('https://files.test/cat.png?signature=canary');
    const messages: readonly Message[] = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image', data: { type: 'url', url } },
          { type: 'image', data: { type: 'base64', base64: 'Y2FuYXJ5' }, mediaType: 'image/png' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'think', signature: 'canary' },
          { type: 'tool-call', id: 'call-1', name: 'look_up', argumentsText: '{"of":"cat"}' },
          { type: 'tool-call', id: 'call-2', name: 'look_up', argumentsText: '{"of":' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'call-1', name: 'look_up', output: 'a cat' },
          { type: 'tool-result', toolCallId: 'call-2', name: 'look_up', output: 'nothing' },
        ],
      },
    ];
    const tools = [{ name: 'look_up', description: 'Looks up', inputSchema: { type: 'object' } }];
    await fixture.ask({ messages, tools }).response();
    const attributes = sdk.spans.chats[0]?.attributes ?? {};
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'look' },
          { type: 'uri', modality: 'image', uri: 'https://files.test/cat.png' },
          { type: 'image', modality: 'image', mime_type: 'image/png' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'think' },
          { type: 'tool_call', id: 'call-1', name: 'look_up', arguments: { of: 'cat' } },
          { type: 'tool_call', id: 'call-2', name: 'look_up', arguments: '{"of":' },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool_call_response', id: 'call-1', response: 'a cat' },
          { type: 'tool_call_response', id: 'call-2', response: 'nothing' },
        ],
      },
    ]);
  });
});
