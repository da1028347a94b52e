import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const provider = new ScriptedProvider({
  id: 'primary',
  models: ['small'],
  lifecycle: { state: 'active' },
  capabilities: { images: true, files: true, tools: true },
  script: [text('Hi'), finish],
});
const understudy = createUnderstudy({ providers: [provider.definition] });
const chat: (...values: readonly unknown[]) => Promise<string> = (...values) =>
  Reflect.apply(understudy.chat, understudy, values).text();
const create: (...values: readonly unknown[]) => unknown = (...values) =>
  Reflect.apply(createUnderstudy, undefined, values);

const hi = { role: 'user', content: 'Hi' };
const model = 'primary/small';
const withData = (data: unknown) => ({
  model,
  messages: [{ role: 'user', content: [{ type: 'image', data }] }],
});

describe('chat() names the right form for', () => {
  const list =
    "messages: expected a list of messages, such as [{ role: 'user', content: 'Hi' }], received";
  const data =
    "messages[0].content[0].data: expected a URL, { type: 'url', url }, { type: 'base64', base64 } or { type: 'bytes', bytes }, received";
  it.each<[string, unknown, string]>([
    ['text instead of messages', { model, messages: 'Hi' }, `${list} a string`],
    ['null instead of messages', { model, messages: null }, `${list} null`],
    ['missing messages', { model }, `${list} nothing`],
    ['an empty list of messages', { model, messages: [] }, `${list} an empty list`],
    [
      'a tool message with text',
      { model, messages: [hi, { role: 'tool', content: '21' }] },
      "messages[1].content: expected a list of { type: 'tool-result', toolCallId, name, output }, received a string",
    ],
    [
      'content that is a part',
      { model, messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }] },
      "messages[0].content: expected a string, or a list of parts such as { type: 'text', text }, received an object",
    ],
    [
      'a schema instead of a format',
      { model, messages: [hi], responseFormat: z.object({ city: z.string() }) },
      'responseFormat.type: expected one of text, json, received "object"; pass a schema as { type: \'json\', schema }',
    ],
    ['empty data', withData({}), `${data} an object`],
    ['base64 without a type', withData('iVBORw0KGgo='), `${data} a string`],
    ['bytes without a type', withData(Uint8Array.of(1)), `${data} an instance of a class`],
    [
      'text instead of a request',
      'Hi',
      'request: expected an object with model and messages, received a string',
    ],
    ['nothing', undefined, 'request: expected an object with model and messages, received nothing'],
  ])('%s', async (_name, request, message) => {
    expect(await failureOf(chat(request))).toMatchObject({ code: 'invalid-request', message });
  });

  it('a model and messages as two arguments', async () => {
    expect(await failureOf(chat(model, [hi]))).toMatchObject({
      message: 'request: expected an object with model and messages, received a string',
    });
  });

  it.each([
    ['temperature', 'it belongs to the request, the first argument of chat()'],
    ['messages', 'it belongs to the request, the first argument of chat()'],
    ['maxOutputTokens', 'it belongs to the request, the first argument of chat()'],
    ['system', 'add a message with the role "system"'],
    [
      'max_tokens',
      'it belongs to the request, the first argument of chat(); did you mean "maxOutputTokens"?',
    ],
    [
      'stopSequences',
      'it belongs to the request, the first argument of chat(); did you mean "stop"?',
    ],
    [
      'response_format',
      'it belongs to the request, the first argument of chat(); did you mean "responseFormat"?',
    ],
    ['stream', 'remove it: every chat can be read as a stream or as a complete response'],
    ['abortSignal', 'did you mean "signal"?'],
    ['maxRetries', 'did you mean "retry.maxRetries"?'],
    ['timeout', 'did you mean "timeouts" or "deadlineMs"?'],
    ['commit', 'set it in a chain, which can also be the "model" of the request'],
    ['hedge', 'set it in a chain, which can also be the "model" of the request'],
    ['maxWaitMs', 'did you mean "retry.maxWaitMs"?'],
    [
      'maxConcurrent',
      'set it in a chain, which can also be the "model" of the request, for each target',
    ],
  ])('the option %s of another library or of a chain', async (name, advice) => {
    const error = await failureOf(chat({ model, messages: [hi] }, { [name]: 1 }));
    expect(error).toMatchObject({ code: 'invalid-configuration', path: `options.${name}`, advice });
  });

  it.each(['accept', 'affinity', 'maxAttempts', 'midStream', 'retry'])(
    'the option %s in the request',
    async (name) => {
      const error = await failureOf(chat({ model, messages: [hi], [name]: 1 }));
      const advice = 'pass it in the options, the second argument of chat()';
      expect(error).toMatchObject({ code: 'invalid-request', path: name, advice });
    },
  );

  it('an empty model name', async () => {
    const error = await failureOf(chat({ model: 'primary/', messages: [hi] }));
    expect(error).toMatchObject({ code: 'model-not-found', advice: undefined });
  });
});

describe('createUnderstudy() names the right form for', () => {
  const options =
    'options: expected an object such as { providers: [openai({ apiKey })] }, received';
  it.each<[string, readonly unknown[], string]>([
    ['no arguments', [], `${options} nothing`],
    ['null', [null], `${options} null`],
    ['a list of providers', [[provider.definition]], `${options} a list`],
    [
      'one definition',
      [{ providers: provider.definition }],
      "providers: expected a list of definitions, or 'registered', received an object; write it in brackets",
    ],
    [
      'a factory',
      [{ providers: [() => defineTestProvider] }],
      'providers[0]: expected a definition made with defineProvider, received function; call the factory, as in openai({ apiKey })',
    ],
  ])('%s', (_name, values, message) => {
    expect(() => create(...values)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', message }),
    );
  });
});

describe('the address of an image', () => {
  const url = 'https://example.com/teal.png';
  it.each<[string, unknown]>([
    ['text', url],
    ['a URL', new URL(url)],
    ['an object with text', { type: 'url', url }],
    ['an object with a URL', { type: 'url', url: new URL(url) }],
  ])('can be %s', async (_name, data) => {
    await chat(withData(data));
    expect(provider.requests.at(-1)?.messages).toEqual([
      { role: 'user', content: [{ type: 'image', data: { type: 'url', url: new URL(url) } }] },
    ]);
  });
});

describe('messages that were stored as JSON', () => {
  it('are the same messages, with addresses and bytes', async () => {
    const bytes = Uint8Array.of(0, 137, 255);
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/png' },
          { type: 'image', data: { type: 'url', url: new URL('https://example.com/teal.png') } },
          { type: 'file', data: { type: 'base64', base64: 'QQ==' }, mediaType: 'text/plain' },
        ],
      },
    ];
    await chat({ model, messages: JSON.parse(JSON.stringify(messages)) });
    expect(provider.requests.at(-1)?.messages).toEqual(messages);
  });

  it('can contain the bytes of a Buffer, and none', async () => {
    for (const bytes of [Buffer.from([0, 137, 255]), new Uint8Array(0), Buffer.alloc(0)]) {
      const stored = JSON.parse(JSON.stringify({ type: 'bytes', bytes }));
      await chat(withData(stored));
      expect(provider.requests.at(-1)?.messages[0]?.content).toMatchObject([
        { data: { type: 'bytes', bytes: new Uint8Array(bytes) } },
      ]);
    }
  });

  it.each([[{ 0: 256 }], [{ 1: 1 }], [{ 0: 1, length: 1 }], [{ 0: '1' }], [[1, 2]]])(
    'are rejected with %j instead of bytes',
    async (bytes) => {
      const error = await failureOf(chat(withData({ type: 'bytes', bytes })));
      expect(error).toMatchObject({ path: 'messages[0].content[0].data.bytes' });
    },
  );
});
