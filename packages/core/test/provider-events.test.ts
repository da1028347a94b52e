import type { Message } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, logOf } from './chain-fixture.ts';
import { failureOf, finish, scriptedUnderstudy, text } from './scripted-understudy.ts';

const secret = 'my-secret';
const circular: Record<string, unknown> = {};
circular['self'] = circular;

const png = { type: 'file', mediaType: 'image/png' };
const call = { type: 'tool-call-end', id: '1', name: 'n', argumentsText: '{}' };

const invalid: readonly (readonly [object, string])[] = [
  [{ type: 5 }, 'event.type'],
  [{}, 'event.type'],
  [{ type: 'reset', reason: secret }, 'event.type'],
  [{ type: 'attempt-start', attemptNumber: 1, provider: 'a', model: 'm' }, 'event.type'],
  [{ type: 'attempt-end', attemptNumber: 1, outcome: 'failed' }, 'event.type'],
  [{ type: 'response-start', provider: 'a' }, 'response-start.model'],
  [
    { type: 'response-start', provider: 'a', model: 'm', rateLimitHeaders: { a: 5 } },
    'response-start.rateLimitHeaders.a',
  ],
  [{ type: 'text-delta', text: { a: 1 } }, 'text-delta.text'],
  [{ type: 'reasoning-delta' }, 'reasoning-delta.text'],
  [{ type: 'text-end', signature: 5 }, 'text-end.signature'],
  [{ type: 'text-end', signature: {} }, 'text-end.signature'],
  [{ type: 'reasoning-end', signature: null }, 'reasoning-end.signature'],
  [{ type: 'text-end', providerMetadata: { a: 1n } }, 'text-end.providerMetadata.a'],
  [
    { type: 'reasoning-end', providerMetadata: circular },
    'reasoning-end.providerMetadata.self.self',
  ],
  [{ type: 'raw', value: 1n }, 'raw.value'],
  [{ type: 'raw', value: circular }, 'raw.value.self.self'],
  [{ type: 'progress', activity: secret }, 'progress.activity'],
  [{ type: 'tool-call-start', name: 'n' }, 'tool-call-start.id'],
  [
    { type: 'tool-call-start', id: '1', name: 'n', providerMetadata: secret },
    'tool-call-start.providerMetadata',
  ],
  [{ type: 'tool-call-delta', id: '1', argumentsText: {} }, 'tool-call-delta.argumentsText'],
  [{ ...call, id: undefined }, 'tool-call-end.id'],
  [{ ...call, argumentsText: {} }, 'tool-call-end.argumentsText'],
  [{ ...call, incomplete: secret }, 'tool-call-end.incomplete'],
  [{ type: 'source' }, 'source.url'],
  [{ type: 'document-source', title: 7 }, 'document-source.title'],
  [{ type: 'file' }, 'file.mediaType'],
  [png, 'file.data'],
  [{ ...png, data: { type: secret } }, 'file.data.type'],
  [{ ...png, data: { type: 'bytes', bytes: [1] } }, 'file.data.bytes'],
  [{ ...png, data: { type: 'url', url: 'https://example.com' } }, 'file.data.url'],
  [{ type: 'usage', inputTokens: Number.NaN }, 'usage.inputTokens'],
  [{ type: 'usage', outputTokens: -1 }, 'usage.outputTokens'],
  [{ type: 'usage', reasoningTokens: secret }, 'usage.reasoningTokens'],
  [{ type: 'warning' }, 'warning.message'],
  [{ type: 'finish', reason: secret }, 'finish.reason'],
];

describe('an event of a provider', () => {
  it.each(invalid)('fails with the name of its field: %o', async (event, path) => {
    await using fixture = scriptedUnderstudy([text('a'), [event as never], finish]);
    const error = await failureOf(fixture.ask().response());
    expect(error).toMatchObject({
      code: 'malformed-response',
      provider: 'scripted',
      partialText: 'a',
      message: expect.stringContaining(`scripted: ${path}`),
    });
    expect(String(error)).toContain(' is not valid, expected ');
    expect(String(error)).not.toContain(secret);
  });

  it('that is not valid is not passed on, and the chain falls back', async () => {
    const bad = { type: 'reset', reason: 'x' } as never;
    await using fixture = chainFixture(
      { a: [[bad]], b: [text('b'), finish] },
      { retry: { maxRetries: 0 } },
    );
    const chat = fixture.ask();
    const events = await Array.fromAsync(chat);
    expect(events.filter(({ type }) => type === 'reset')).toEqual([]);
    expect(logOf(chat)).toEqual(['a failed malformed-response', 'b succeeded']);
  });

  it('may have fields that this version does not know, and an empty signature', async () => {
    const data = { type: 'base64', base64: 'AA==' };
    await using fixture = scriptedUnderstudy([
      [
        { type: 'text-delta', text: 'a', later: 1 } as never,
        { type: 'text-end', signature: '', later: 1 } as never,
        { ...png, data, signature: '', later: 1 } as never,
        { ...call, signature: '', later: 1 } as never,
        { type: 'finish', reason: 'tool-calls', later: 1 } as never,
      ],
    ]);
    const { message } = await fixture.ask().response();
    expect(message.content).toEqual([
      { type: 'text', text: 'a' },
      { ...png, data },
      { ...call, type: 'tool-call', origin: 'scripted', originModel: 'model' },
    ]);
    const messages: Message[] = [{ role: 'user', content: 'Hi' }, message];
    const next = fixture.understudy.chat({ model: 'scripted/model', messages });
    expect((await next.response()).finishReason).toBe('tool-calls');
  });
});

describe('the start of a response', () => {
  const start = { type: 'response-start', provider: 'scripted', model: 'm', id: 'id-1' } as const;
  const raw = { type: 'raw', value: 'the start' } as const;
  const progress = { type: 'progress', activity: 'loading' } as const;

  it.each([
    [[[raw], [start], text('a')]],
    [[[raw, start], text('a')]],
    [[[progress], [start], text('a')]],
  ])('is that of the provider after raw events and progress: %j', async (script) => {
    await using fixture = scriptedUnderstudy([...script, finish]);
    const chat = fixture.ask();
    const starts = (await Array.fromAsync(chat)).filter(({ type }) => type === 'response-start');
    expect(starts).toEqual([start]);
    expect(await chat.response()).toMatchObject({ id: 'id-1' });
  });

  it('is added after raw events if the provider yields none', async () => {
    await using fixture = scriptedUnderstudy([[raw], text('a'), finish]);
    const types = (await Array.fromAsync(fixture.ask())).map(({ type }) => type);
    expect(types.slice(1, 4)).toEqual(['raw', 'response-start', 'text-delta']);
  });
});
