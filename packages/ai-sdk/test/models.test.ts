import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';

import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { createUnderstudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { fromLanguageModel, fromProvider } from '../src/index.ts';
import type { ModelStream } from '../src/index.ts';
import { chatWith, createRuntime, MockModel, stop, streamOf, text } from './mock-model.ts';
import type { Part } from './mock-model.ts';

const call = (id: string, input: string): Part => ({
  type: 'tool-call',
  toolCallId: id,
  toolName: 'add',
  input,
});
const failure = (error: unknown): Part => ({ type: 'error', error });
const finishOf = (finishReason: unknown): Part => ({ ...stop, finishReason });

describe('a model', () => {
  it.each([
    [
      'v1',
      /specificationVersion: expected 'v2', 'v3' or 'v4', received "v1"; upgrade the package/u,
    ],
    ['v5', /received "v5"/u],
  ])('of version %s is rejected with advice', (version, message) => {
    const model = new MockModel([], version);
    expect(() => fromLanguageModel(model, { id: 'acme' })).toThrow(message);
  });

  it('must be an object, and its options must be known', () => {
    const from = (model: unknown, options: object = {}) =>
      Reflect.apply(fromLanguageModel, undefined, [model, { id: 'acme', ...options }]);
    expect(() => from('gpt-5')).toThrow(/model: expected a language model.*received string/u);
    expect(() => from(null)).toThrow(/received null/u);
    expect(() => from(new MockModel([]), { name: 'x' })).toThrow(/options.name: expected one of/u);
    for (const create of [fromLanguageModel, fromProvider]) {
      const pending = () => Reflect.apply(create, undefined, [new MockModel([])]);
      expect(pending).toThrow(/^options: expected an object with an id, received nothing/u);
    }
  });

  it.each([
    ['v4', { unified: 'stop', raw: 'stop' }, stop['usage']],
    ['v3', { unified: 'stop', raw: 'stop' }, stop['usage']],
    ['v2', 'stop', { inputTokens: 3, outputTokens: 2, totalTokens: 5 }],
  ])('of version %s responds', async (version, finishReason, usage) => {
    const parts = [
      { type: 'stream-start', warnings: [] },
      { type: 'response-metadata', id: 'r-1', modelId: 'one-2' },
      { type: 'text-start', id: '1' },
      text('Hi'),
      { type: 'text-end', id: '1' },
      { type: 'finish', finishReason, usage },
    ];
    const { events, error } = await chatWith(new MockModel(parts, version));
    expect(error).toBeUndefined();
    expect(events.filter(({ type }) => !type.startsWith('attempt'))).toEqual([
      { type: 'response-start', provider: 'acme', model: 'one-2', id: 'r-1' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'text-end' },
      expect.objectContaining({ type: 'usage', inputTokens: 3, outputTokens: 2 }),
      expect.objectContaining({ type: 'finish', reason: 'stop' }),
    ]);
  });
});

describe('a stream', () => {
  it.each<readonly [string, readonly Part[], string]>([
    ['a delta without a start', [text('A'), stop], 'A'],
    ['no start of the stream', [{ type: 'text-start', id: '1' }, text('A'), stop], 'A'],
    [
      'two starts of the stream',
      [{ type: 'stream-start' }, { type: 'stream-start' }, text('A'), stop],
      'A',
    ],
    ['two finishes', [text('A'), stop, text('B'), stop], 'A'],
    ['an error after the finish', [text('A'), stop, failure(new Error('late'))], 'A'],
    ['an end without a start', [{ type: 'text-end', id: '9' }, text('A'), stop], 'A'],
    ['blocks that interleave', [text('A', '1'), text('B', '2'), text('C', '1'), stop], 'ABC'],
    ['a ping and unknown parts', [{ type: 'ping' }, { type: 'new' }, text('A'), stop], 'A'],
    [
      'metadata after the text',
      [text('A'), { type: 'response-metadata', id: 'r' }, text('B'), stop],
      'AB',
    ],
  ])('with %s succeeds', async (_name, parts, expected) => {
    const { text: received, finish, error } = await chatWith(new MockModel(parts));
    expect([error, received, finish]).toEqual([undefined, expected, 'stop']);
  });

  it.each<readonly [string, readonly Part[], string]>([
    ['no finish', [text('A')], 'stream-truncated'],
    ['nothing', [], 'stream-truncated'],
    [
      'a finish "interrupted"',
      [text('A'), finishOf({ unified: 'interrupted' })],
      'stream-truncated',
    ],
    [
      'a finish without a reason of the vendor',
      [text('A'), finishOf({ unified: 'other' })],
      'stream-truncated',
    ],
    ['a finish "unknown" of v2', [text('A'), finishOf('unknown')], 'stream-truncated'],
    ['a finish "error"', [text('A'), finishOf({ unified: 'error' })], 'server-error'],
    ['no content', [stop], 'empty-response'],
    [
      'an error before content',
      [failure({ type: 'overloaded_error', message: 'x' }), text('A'), stop],
      'overloaded',
    ],
    ['an error after content', [text('A'), failure('Overloaded'), text('B'), stop], 'overloaded'],
    [
      'an error and no finish',
      [text('A'), failure({ statusCode: 429, message: 'x' })],
      'rate-limited',
    ],
    ['a delta without a text', [{ type: 'text-delta', id: '1' }, stop], 'malformed-response'],
    ['a part that is not an object', [Object('x'), stop], 'empty-response'],
  ])('with %s fails', async (_name, parts, code) => {
    const { finish, error } = await chatWith(new MockModel(parts));
    expect([error?.code, finish]).toEqual([code, undefined]);
  });

  it('reads the token counts after an error', async () => {
    await using understudy = createRuntime(new MockModel([text('A'), failure('Overloaded'), stop]));
    const chat = understudy.chat({
      model: 'acme/one',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    await expect(Array.fromAsync(chat)).rejects.toMatchObject({ partialText: 'A' });
    expect(chat.attempts[0]).toMatchObject({ usage: { inputTokens: 3, outputTokens: 2 } });
  });

  it('has tool calls in pieces, complete, or both', async () => {
    const { events, finish } = await chatWith(
      new MockModel([
        { type: 'tool-input-delta', id: 'c1', delta: '{"a":1}' },
        call('c1', '{"a":1}'),
        call('c1', '{"a":1}'),
        { type: 'tool-input-start', id: 'c2', toolName: 'add' },
        { type: 'tool-input-delta', id: 'c2', delta: '{"a"' },
        { type: 'tool-input-delta', id: 'c2', delta: ':2}' },
        { type: 'tool-input-end', id: 'c2' },
        call('c2', '{"a":2}'),
        call('c3', '{"a'),
        { type: 'tool-input-start', id: 'c4', toolName: 'add' },
        stop,
      ]),
    );
    const ends = events.filter(({ type }) => type === 'tool-call-end');
    expect(ends).toEqual([
      { type: 'tool-call-end', id: 'c1', name: 'add', argumentsText: '{"a":1}' },
      { type: 'tool-call-end', id: 'c2', name: 'add', argumentsText: '{"a":2}' },
      { type: 'tool-call-end', id: 'c3', name: 'add', argumentsText: '{"a' },
      { type: 'tool-call-end', id: 'c4', name: 'add', argumentsText: '', incomplete: true },
    ]);
    expect(finish).toBe('tool-calls');
  });

  it.each([
    ['no arguments', '', '{}'],
    ['an object in place of its text', { a: 1 }, '{"a":1}'],
  ])('has a tool call with %s', async (_name, input, argumentsText) => {
    const { events } = await chatWith(new MockModel([{ ...call('c1', ''), input }, stop]));
    expect(events).toContainEqual({ type: 'tool-call-delta', id: 'c1', argumentsText });
    expect(events).toContainEqual({ type: 'tool-call-end', id: 'c1', name: 'add', argumentsText });
  });

  it.each([
    ['without an id', [{ ...call('c1', '{}'), toolCallId: undefined }]],
    ['without a name', [{ ...call('c1', '{}'), toolName: '' }]],
    ['in pieces without an id', [{ type: 'tool-input-start', toolName: 'add' }]],
    ['with the id of another call', [call('c1', '{"a":1}'), call('c1', '{"a":2}')]],
  ])('fails if it calls a tool %s', async (_name, parts) => {
    const { error } = await chatWith(new MockModel([...parts, stop]));
    expect(error).toMatchObject({ code: 'malformed-response' });
  });

  it('ignores token counts that are not valid', async () => {
    const usage = { inputTokens: { total: Number.NaN }, outputTokens: { total: 2, reasoning: -1 } };
    const { events, finish } = await chatWith(new MockModel([text('A'), { ...stop, usage }]));
    expect(finish).toBe('stop');
    expect(events.find(({ type }) => type === 'usage')).toEqual({ type: 'usage', outputTokens: 2 });
  });

  it('reports the tools that the vendor ran and unknown parts as warnings, once each', async () => {
    const { warnings, text: received } = await chatWith(
      new MockModel([
        {
          type: 'stream-start',
          warnings: [
            { type: 'unsupported', feature: 'topK', details: 'no' },
            { type: 'unsupported-setting', setting: 'seed' },
            { type: 'unsupported-tool', tool: { name: 'web' } },
            { type: 'compatibility', feature: 'reasoning' },
            { type: 'other', message: 'slow' },
            { type: 'deprecated', setting: 's', message: 'old' },
          ],
        },
        { type: 'tool-input-start', id: 'w', toolName: 'web', providerExecuted: true },
        { ...call('w', '{}'), providerExecuted: true },
        { type: 'tool-result', toolCallId: 'w', toolName: 'web', result: {} },
        { type: 'custom', kind: 'a.b' },
        { type: 'custom', kind: 'a.b' },
        { type: 'custom', kind: 'anthropic.message_start' },
        { type: 'custom' },
        text('A'),
        stop,
      ]),
    );
    expect(received).toBe('A');
    expect(warnings).toEqual([
      'unsupported settings ignored: topK (no)',
      'unsupported settings ignored: seed',
      'unsupported tool ignored: web',
      'sent in another form: reasoning',
      'slow',
      'old',
      'the vendor ran the tool "web"; its call and its result are not part of the response',
      'part of the stream ignored: a.b',
      'part of the stream ignored: custom',
    ]);
  });

  it('has files, sources and raw events', async () => {
    const url = new URL('https://files.example/a.png');
    const bytes = new Uint8Array([1]);
    const model = new MockModel([
      { type: 'raw', rawValue: { n: 1 } },
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url } },
      { type: 'file', mediaType: 'image/png', data: bytes },
      { type: 'source', sourceType: 'url', id: '1', url: 'https://a.example/', title: 'A' },
      { type: 'source', sourceType: 'document', id: '2', mediaType: 'text/plain', title: 'B' },
      stop,
    ]);
    const { events } = await chatWith(model);
    expect(events.filter(({ type }) => /file|source/u.test(type))).toEqual([
      { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url } },
      { type: 'file', mediaType: 'image/png', data: { type: 'bytes', bytes } },
      { type: 'source', url: 'https://a.example/', title: 'A' },
      { type: 'document-source', title: 'B', mediaType: 'text/plain' },
    ]);
    expect(events).toContainEqual({ type: 'raw', value: { n: 1 } });
  });
});

describe('an error that doStream throws', () => {
  const details = { url: 'https://api.example/', requestBodyValues: { prompt: 'canary-prompt' } };
  const cases: readonly (readonly [string, unknown, string])[] = [
    [
      'status 401',
      new APICallError({ ...details, message: 'x', statusCode: 401 }),
      'authentication-failed',
    ],
    [
      'a quota in the body',
      new APICallError({
        ...details,
        message: 'x',
        statusCode: 429,
        responseBody: '{"error":{"code":"insufficient_quota","message":"canary-body"}}',
      }),
      'quota-exhausted',
    ],
    [
      'a quota in the data',
      new APICallError({
        ...details,
        message: 'x',
        statusCode: 429,
        data: { error: { code: 'insufficient_quota' } },
      }),
      'quota-exhausted',
    ],
    ['status 529', new APICallError({ ...details, message: 'x', statusCode: 529 }), 'overloaded'],
    [
      'no status',
      new APICallError({
        ...details,
        message: 'Cannot connect',
        cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      }),
      'connection-failed',
    ],
    ['no key', new LoadAPIKeyError({ message: 'x' }), 'authentication-failed'],
    [
      'no such model',
      new NoSuchModelError({ modelId: 'x', modelType: 'languageModel' }),
      'model-not-found',
    ],
    [
      'no such feature',
      new UnsupportedFunctionalityError({ functionality: 'x' }),
      'unsupported-feature',
    ],
    [
      'invalid JSON',
      new JSONParseError({ text: 'canary-body', cause: new Error('x') }),
      'malformed-response',
    ],
    ['invalid data', new InvalidResponseDataError({ data: 'canary-body' }), 'malformed-response'],
    [
      'a closed socket',
      new TypeError('terminated', {
        cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }),
      }),
      'connection-failed',
    ],
    [
      'a timeout of fetch',
      Object.assign(new Error('x'), { code: 'UND_ERR_HEADERS_TIMEOUT' }),
      'timeout',
    ],
    ['a timeout signal', new DOMException('x', 'TimeoutError'), 'timeout'],
    ['a value that is no error', 7, 'internal'],
    ['undefined', undefined, 'internal'],
  ];

  it.each(cases)('with %s has an error code', async (_name, thrown, code) => {
    const model = new MockModel(() => Promise.reject(thrown));
    const { error } = await chatWith(model);
    expect(error?.code).toBe(code);
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
    expect(model.calls).toHaveLength(1);
  });

  it('has the wait that the server requested, and ignores isRetryable', async () => {
    const thrown = new APICallError({
      ...details,
      message: 'x',
      statusCode: 403,
      responseHeaders: { 'Retry-After': '7' },
      isRetryable: true,
    });
    const { error } = await chatWith(new MockModel(() => Promise.reject(thrown)));
    expect(error).toMatchObject({ code: 'permission-denied', status: 403, retryAfterMs: 7000 });
  });
});

describe('a model that does not respond', () => {
  const never = () => new Promise<ModelStream>(() => {});
  const stalled = async () => ({ stream: new ReadableStream<unknown>() });

  it('times out if its supportedUrls never resolve, and does not block close()', async () => {
    const model = new MockModel([text('A'), stop]);
    const source = {
      specificationVersion: 'v4',
      provider: 'mock',
      modelId: 'one',
      supportedUrls: new Promise<{}>(() => {}),
      doStream: () => model.doStream({}),
    };
    const { error } = await chatWith(source, {}, { timeouts: { firstContentMs: 20 } });
    expect(error).toMatchObject({ code: 'timeout', phase: 'first-content' });
    expect(model.calls).toEqual([]);
  });

  it.each([
    ['doStream never resolves', never],
    ['the stream sends nothing', stalled],
  ])('times out: %s', async (_name, respond) => {
    const timeouts = { firstContentMs: 20 };
    const { error } = await chatWith(new MockModel(respond), {}, { timeouts });
    expect(error).toMatchObject({ code: 'timeout', phase: 'first-content' });
  });

  it('is canceled with its stream, also if that opens too late', async () => {
    const { promise, resolve } = Promise.withResolvers<ModelStream>();
    await using understudy = createRuntime(new MockModel(() => promise));
    const controller = new AbortController();
    const reason = new Error('left');
    const chat = understudy.chat(
      { model: 'acme/one', messages: [{ role: 'user', content: 'Hi' }] },
      { signal: controller.signal },
    );
    const pending = chat.text();
    await setImmediate();
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    let canceled = false;
    resolve({ stream: new ReadableStream({ cancel: () => void (canceled = true) }) });
    await setImmediate();
    expect(canceled).toBe(true);
  });

  it('ends its stream when the reader stops', async () => {
    let canceled = false;
    const stream = new ReadableStream<unknown>({
      pull: (controller) => controller.enqueue(text('A')),
      cancel: () => void (canceled = true),
    });
    await using understudy = createRuntime(new MockModel(async () => ({ stream })));
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    for await (const _ of understudy.chat({ model: 'acme/one', messages }).textStream) break;
    await understudy.close();
    expect(canceled).toBe(true);
  });

  it('loses no part before the error of its stream', async () => {
    const parts = Array.from({ length: 100 }, (_, index) => text(`${index},`));
    const left = parts.values();
    const stream = new ReadableStream<unknown>({
      pull: (controller) => {
        const { value, done } = left.next();
        if (done === true) controller.error(new Error('cut'));
        else controller.enqueue(value);
      },
    });
    const received = await chatWith(new MockModel(async () => ({ stream })));
    expect(received.text).toBe(parts.map(({ delta }) => delta).join(''));
    expect(received.error).toMatchObject({ code: 'server-error' });
  });

  it('passes on parts that arrive together in one batch', async () => {
    const parts = streamOf([...Array.from({ length: 16 }, () => text('A')), stop]);
    // A model of the AI SDK converts the bytes of the vendor with several of them.
    const stream = parts.pipeThrough(new TransformStream()).pipeThrough(new TransformStream());
    await using understudy = createRuntime(new MockModel(async () => ({ stream })));
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const counts: number[] = [];
    for await (const batch of understudy.chat({ model: 'acme/one', messages }).batches) {
      const texts = batch.filter(({ type }) => type === 'text-delta');
      if (texts.length > 0) counts.push(texts.length);
    }
    expect(counts).toEqual([16]);
  });

  it('is slowed down by a reader that pauses', async () => {
    let pulls = 0;
    const stream = new ReadableStream<unknown>(
      {
        pull: (controller) => {
          pulls += 1;
          controller.enqueue(pulls <= 1000 ? text('A') : stop);
          if (pulls > 1000) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    await using understudy = createRuntime(new MockModel(async () => ({ stream })));
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { batches } = understudy.chat({ model: 'acme/one', messages });
    let textLength = 0;
    let count = 0;
    for await (const batch of batches) {
      count += 1;
      for (const event of batch) if (event.type === 'text-delta') textLength += event.text.length;
      await setImmediate();
      // The two batches that the chat reads ahead have at most 64 parts each.
      expect(pulls).toBeLessThanOrEqual(textLength + 3 * 64);
    }
    expect(textLength).toBe(1000);
    // Parts that have arrived together are passed on together.
    expect(count).toBeLessThan(100);
  });
});

describe('fromProvider', () => {
  it('accepts any model name', async () => {
    const names: string[] = [];
    const languageModel = (name: string) => {
      names.push(name);
      return new MockModel([text('A'), stop]);
    };
    await using understudy = createUnderstudy({
      providers: [fromProvider({ languageModel }, { id: 'acme' })],
    });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(await understudy.chat({ model: 'acme/a/b:c', messages }).text()).toBe('A');
    expect(names).toEqual(['a/b:c']);
  });

  it('reports a name that the provider does not know, and a model of another version', async () => {
    const languageModel = (modelId: string) => {
      if (modelId === 'old') return new MockModel([], 'v1');
      throw new NoSuchModelError({ modelId, modelType: 'languageModel' });
    };
    await using understudy = createUnderstudy({
      providers: [fromProvider({ languageModel }, { id: 'acme' })],
    });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const ask = (name: string) => understudy.chat({ model: `acme/${name}`, messages }).text();
    await expect(ask('new')).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(ask('old')).rejects.toThrow(/received "v1"/u);
  });

  it('must be a provider', () => {
    const from = (provider: unknown) =>
      Reflect.apply(fromProvider, undefined, [provider, { id: 'acme' }]);
    expect(() => from({})).toThrow(/provider: expected a provider of the AI SDK/u);
    expect(() => from(null)).toThrow(/received null/u);
  });
});
