import type { ChatEvent, Message } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, logOf } from './chain-fixture.ts';
import { failureOf, finish, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

const question = { role: 'user', content: 'What time is it?' } as const;
const thinking = { type: 'reasoning-delta', text: 'I look.' } as const;
const callStart = { type: 'tool-call-start', id: 'c1', name: 'now' } as const;
const callEnd = { type: 'tool-call-end', id: 'c1', name: 'now', argumentsText: '{}' } as const;
const usesTools = { type: 'finish', reason: 'tool-calls' } as const;
const madeByA = { origin: 'a', originModel: 'model' };

function huge(): ProviderEvent {
  return { type: 'reasoning-end', signature: 's'.repeat(2000) };
}

describe('response.message', () => {
  it('contains all parts in order, with signatures and where they were created', async () => {
    await using fixture = chainFixture({
      a: [
        text('One '),
        thinking,
        { type: 'reasoning-end', signature: 's1' },
        { type: 'reasoning-end', signature: 's2', redacted: true },
        text('mo'),
        text('ment.'),
        { type: 'text-end', signature: 's3', providerMetadata: { phase: 'commentary' } },
        callStart,
        { ...callEnd, signature: 's4', providerMetadata: { index: 0 } },
        { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
        text('Done.'),
        { type: 'text-end' },
        usesTools,
      ],
    });
    const response = await fixture.ask().response();
    const metadata = { providerMetadata: { phase: 'commentary' } };
    expect(response.message).toEqual({
      role: 'assistant',
      content: [
        { type: 'text', text: 'One ' },
        { type: 'reasoning', text: 'I look.', signature: 's1', ...madeByA },
        { type: 'reasoning', text: '', signature: 's2', ...madeByA },
        { type: 'text', text: 'moment.', signature: 's3', ...metadata, ...madeByA },
        {
          type: 'tool-call',
          id: 'c1',
          name: 'now',
          argumentsText: '{}',
          signature: 's4',
          providerMetadata: { index: 0 },
          ...madeByA,
        },
        { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
        { type: 'text', text: 'Done.' },
      ],
    });
    expect(response).toMatchObject({ text: 'One moment.Done.', reasoning: 'I look.' });
  });

  it('contains no empty signature, and a huge one counts toward limits.maxResponseBytes', async () => {
    await using fixture = chainFixture(
      {
        a: [text('a'), { type: 'text-end', signature: '' }, finish],
        b: [thinking, huge(), finish],
      },
      { limits: { maxResponseBytes: 1000 } },
    );
    const { message } = await fixture.ask({}, { model: 'a/model' }).response();
    expect(message.content).toEqual([{ type: 'text', text: 'a' }]);
    const failed = failureOf(fixture.ask({}, { model: 'b/model' }).text());
    expect(await failed).toMatchObject({ code: 'response-too-large' });
  });

  it('contains the parts of the last attempt only', async () => {
    await using fixture = chainFixture(
      { a: [text('lost'), fails('server-error')], b: [text('kept'), finish] },
      { chain: { midStream: 'restart' } },
    );
    const response = await fixture.ask().response();
    expect(response.message.content).toEqual([{ type: 'text', text: 'kept' }]);
  });

  it('is accepted as a message of the next request, and returns to the provider as it was', async () => {
    await using fixture = chainFixture({
      a: [thinking, { type: 'reasoning-end', signature: 's1' }, callStart, callEnd, usesTools],
    });
    const messages: Message[] = [question];
    const { message } = await fixture.ask({}, { messages }).response();
    messages.push(message, {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'c1', name: 'now', output: 'noon' }],
    });
    await fixture.ask({}, { messages }).response();
    expect(fixture.provider('a').requests[1]?.messages).toEqual(messages);
  });

  it('loses its signatures and gets new ids for another provider', async () => {
    await using fixture = chainFixture({
      a: [
        text('Look:'),
        { type: 'text-end', signature: 's0' },
        thinking,
        { type: 'reasoning-end', signature: 's1' },
        callStart,
        { ...callEnd, signature: 's2' },
        usesTools,
      ],
      b: hello,
    });
    const messages: Message[] = [question];
    const { message } = await fixture.ask({}, { messages }).response();
    messages.push(message, {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'c1', name: 'now', output: 'noon' }],
    });
    await fixture.ask({}, { messages, model: 'b/model' }).response();
    expect(fixture.provider('b').requests[0]?.messages).toEqual([
      question,
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'tool-call', id: 'call_1', name: 'now', argumentsText: '{}' },
        ],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'call_1', name: 'now', output: 'noon' }],
      },
    ]);
  });
});

describe('a conversation of which only foreign reasoning would be left', () => {
  const reasoning = { type: 'reasoning', text: 'Blue?', origin: 'a' } as const;
  const messages: readonly Message[] = [{ role: 'assistant', content: [reasoning] }];

  it('is not sent to another provider', async () => {
    await using fixture = chainFixture({ a: hello, b: hello });
    expect(await failureOf(fixture.ask({}, { messages, model: 'b/model' }).text())).toMatchObject({
      code: 'unsupported-feature',
      message: expect.stringContaining('only the reasoning of other providers'),
    });
    expect(fixture.provider('b').requests).toEqual([]);
  });

  it('is sent to the next target that can use it', async () => {
    await using fixture = chainFixture({ b: hello, a: hello });
    const chat = fixture.ask({}, { messages });
    expect(await chat.text()).toBe('Hello');
    expect(logOf(chat)).toEqual(['b skipped unsupported-feature', 'a succeeded']);
  });
});

describe('a message of the user with parts of another API only', () => {
  const file = { type: 'file', file_id: 'file_1' };
  const part = { type: 'text', text: '', providerOptions: { a: file } } as const;
  const messages: readonly Message[] = [{ role: 'user', content: [part] }];

  it('is not sent without its parts', async () => {
    await using fixture = chainFixture({ a: hello, b: hello });
    expect(await failureOf(fixture.ask({}, { messages, model: 'b/model' }).text())).toMatchObject({
      code: 'unsupported-feature',
      message: expect.stringContaining('only parts of another API'),
    });
    expect(fixture.provider('b').requests).toEqual([]);
  });

  it('is sent to the next target that receives them', async () => {
    await using fixture = chainFixture({ b: hello, a: hello });
    const chat = fixture.ask({}, { messages });
    expect(await chat.text()).toBe('Hello');
    expect(logOf(chat)).toEqual(['b skipped unsupported-feature', 'a succeeded']);
    expect(fixture.provider('a').requests[0]?.messages).toEqual(messages);
  });

  it.each<readonly [string, Message]>([
    ['a text', { role: 'user', content: [part, { type: 'text', text: 'Read it.' }] }],
    ['a mark only', { role: 'user', content: [{ ...part, providerOptions: { a: { mark: 1 } } }] }],
    ['no parts', { role: 'user', content: [] }],
  ])('is sent if it has %s', async (_name, message) => {
    await using fixture = chainFixture({ b: hello });
    expect(await fixture.ask({}, { messages: [message] }).text()).toBe('Hello');
  });
});

describe('a tool call', () => {
  it('is incomplete if the response ended inside its arguments', async () => {
    await using fixture = scriptedUnderstudy([
      callStart,
      { type: 'tool-call-delta', id: 'c1', argumentsText: '{"zone": "Eu' },
      { type: 'finish', reason: 'length' },
    ]);
    const { toolCalls, message } = await fixture.ask().response();
    const argumentsText = '{"zone": "Eu';
    expect(toolCalls).toEqual([
      { id: 'c1', name: 'now', argumentsText, input: undefined, incomplete: true },
    ]);
    expect(message.content).toMatchObject([{ type: 'tool-call', argumentsText, incomplete: true }]);
  });

  it('is incomplete if the provider says so', async () => {
    await using fixture = scriptedUnderstudy([
      callStart,
      { ...callEnd, argumentsText: '{', incomplete: true },
      { type: 'finish', reason: 'length' },
    ]);
    expect((await fixture.ask().response()).toolCalls).toMatchObject([{ incomplete: true }]);
  });

  it('has the data of the vendor, by which an app can find the tool', async () => {
    const providerMetadata = { toolset_name: 'computer' };
    await using fixture = scriptedUnderstudy([
      { ...callStart, providerMetadata },
      { ...callEnd, providerMetadata },
      { type: 'finish', reason: 'tool-calls' },
    ]);
    const { toolCalls, message } = await fixture.ask().response();
    expect(toolCalls).toMatchObject([{ providerMetadata }]);
    expect(message.content).toMatchObject([{ type: 'tool-call', providerMetadata }]);
  });
});

describe('a response', () => {
  it('contains metadata, the explanation of the finish, and sources without an address', async () => {
    const source = { type: 'document-source', title: 'Handbook', quote: 'p. 4' } as const;
    await using fixture = scriptedUnderstudy([
      {
        type: 'response-start',
        provider: 'scripted',
        model: 'm-1',
        providerMetadata: { tier: 'flex', seed: 1 },
      },
      text('No.'),
      source,
      { type: 'usage', inputTokens: 9, outputTokens: 2, cacheWriteTokens: 5 },
      {
        type: 'finish',
        reason: 'content-filter',
        message: 'It is unsafe',
        providerMetadata: { tier: 'priority' },
      },
    ]);
    expect(await fixture.ask().response()).toMatchObject({
      sources: [source],
      usage: { cacheWriteTokens: 5 },
      finishReason: 'content-filter',
      finishMessage: 'It is unsafe',
      providerMetadata: { tier: 'priority', seed: 1 },
    });
  });
});

describe('chat.batches', () => {
  it('yields the events of each read of the provider as one array', async () => {
    await using fixture = scriptedUnderstudy([
      [text('a') as never, text('b') as never],
      text('c'),
      finish,
    ]);
    const batches: (readonly ChatEvent[])[] = [];
    for await (const batch of fixture.ask().batches) batches.push(batch);
    const texts = batches.map((batch) =>
      batch.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])),
    );
    expect(texts.filter(({ length }) => length > 0)).toEqual([['a', 'b'], ['c']]);
  });

  it('contains the same events as the iteration', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const batches = await Array.fromAsync(fixture.ask().batches);
    expect(batches.flat()).toEqual(await Array.fromAsync(fixture.ask()));
  });

  it('is one way to read: a second reader is rejected, and break cancels', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = fixture.ask();
    for await (const batch of chat.batches) {
      if (batch.some(({ type }) => type === 'text-delta')) break;
    }
    expect(() => chat.textStream[Symbol.asyncIterator]()).toThrow('can be read once');
    expect(fixture.provider.open).toBe(0);
    expect(chat.attempts).toMatchObject([{ outcome: 'aborted' }]);
  });
});
