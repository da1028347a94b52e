import type { ChatStream } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, fails, inTurn, logOf, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const complete: readonly ScriptStep[] = [text('The '), text('end.'), finish];

/** What can happen to a response after its first words. */
const cuts: readonly (readonly [string, readonly ScriptStep[], string])[] = [
  ['ends without a finish reason', [], 'stream-truncated'],
  ['is reset', [fails('connection-failed')], 'connection-failed'],
  ['stalls', [{ type: 'hang' }], 'timeout'],
  ['contains an error', [fails('overloaded')], 'overloaded'],
];

const readers: readonly (readonly [string, (chat: ChatStream) => Promise<string>])[] = [
  ['text()', (chat) => chat.text()],
  ['response()', async (chat) => (await chat.response()).text],
];

describe.each(readers)('%s, of a response that', (_name, read) => {
  it.each(cuts)('%s is read from the next attempt', async (_cut, steps, code) => {
    const script = inTurn([text('Half '), ...steps], complete);
    await using fixture = chainFixture({ a: script });
    const chat = fixture.ask();
    expect(await settle(fixture.clock, read(chat))).toBe('The end.');
    expect(logOf(chat)).toEqual([`a failed ${code}`, 'a succeeded']);
  });

  it.each(cuts)('%s is read from the next target', async (_cut, steps, code) => {
    const chain = { commit: 'first-content', maxAttempts: 2 } as const;
    const scripts = { a: [text('Half '), ...steps], b: complete };
    await using fixture = chainFixture(scripts, { chain, retry: { maxRetries: 0 } });
    const chat = fixture.ask();
    expect(await settle(fixture.clock, read(chat))).toBe('The end.');
    expect(logOf(chat)).toEqual([`a failed ${code}`, 'b succeeded']);
  });
});

describe('response(), after a failed attempt', () => {
  it('contains nothing of it', async () => {
    const first: readonly ScriptStep[] = [
      { type: 'reasoning-delta', text: 'Hm.' },
      text('Half '),
      { type: 'warning', message: 'slow' },
      { type: 'source', url: 'https://example.com' },
      { type: 'usage', inputTokens: 1, outputTokens: 2 },
      { type: 'tool-call-start', id: '1', name: 'now' },
    ];
    await using fixture = chainFixture({ a: first, b: complete }, { retry: { maxRetries: 0 } });
    expect(await fixture.ask().response()).toMatchObject({
      message: { content: [{ type: 'text', text: 'The end.' }] },
      reasoning: '',
      toolCalls: [],
      sources: [],
      warnings: [],
      usage: undefined,
      provider: 'b',
    });
  });

  it('fails with the partial text of the last attempt if none is complete', async () => {
    const scripts = { a: [text('Half')], b: [text('Other half')] };
    await using fixture = chainFixture(scripts, { retry: { maxRetries: 0 } });
    const error = await failureOf(fixture.ask().response());
    expect(error).toMatchObject({
      code: 'all-targets-failed',
      errors: [{ partialText: 'Half' }, { partialText: 'Other half' }],
    });
  });
});

it('an iteration still fails after its first content', async () => {
  await using fixture = chainFixture({ a: [text('Half ')], b: complete });
  const { error } = await eventsOf(fixture.ask());
  expect(error).toMatchObject({ code: 'stream-truncated', partialText: 'Half ' });
});
