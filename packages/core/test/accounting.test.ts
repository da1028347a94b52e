import type { ChatStream, TelemetryEvent } from '@understudy/core';
import { RecordingTelemetry } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, fails, inTurn } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const start: ScriptStep = {
  type: 'response-start',
  provider: 'a',
  model: 'model',
  providerMetadata: { tier: 'flex' },
};
const counts = { inputTokens: 7, outputTokens: 1 };
const usage: ScriptStep = { type: 'usage', ...counts };
const whole: readonly ScriptStep[] = [
  text('The end.'),
  { type: 'usage', inputTokens: 5, outputTokens: 2, cachedInputTokens: 3 },
  { type: 'finish', reason: 'stop', providerMetadata: { logprobs: ['The end.'] } },
];
const retry = { maxRetries: 0 };

const readers: readonly (readonly [string, (chat: ChatStream) => Promise<unknown>])[] = [
  ['text()', (chat) => chat.text()],
  ['response()', (chat) => chat.response()],
  ['an iteration', (chat) => eventsOf(chat)],
];

describe.each(readers)('the attempt log of %s', (_name, read) => {
  it.each(['first-content', 'complete'] as const)(
    'has what a failed attempt reported before its content, with the commit %s',
    async (commit) => {
      const scripts = { a: [start, usage, fails('overloaded')], b: whole };
      await using fixture = chainFixture(scripts, { chain: { commit }, retry });
      const chat = fixture.ask();
      await read(chat);
      const [failed, succeeded] = chat.attempts;
      expect(failed).toMatchObject({ outcome: 'failed', usage: counts, finishReason: undefined });
      expect(failed?.providerMetadata).toEqual({ tier: 'flex' });
      expect(succeeded).toMatchObject({
        outcome: 'succeeded',
        usage: { inputTokens: 5, outputTokens: 2, cachedInputTokens: 3 },
        finishReason: 'stop',
      });
      expect(succeeded?.providerMetadata).toEqual({ logprobs: ['The end.'] });
    },
  );

  it('has what an attempt reported in the event that failed it', async () => {
    const batch = [
      { type: 'usage', ...counts },
      { type: 'finish', reason: 'stop' },
    ] as const;
    const script: readonly ScriptStep[] = [batch];
    await using fixture = chainFixture({ a: script, b: whole }, { retry });
    const chat = fixture.ask();
    await read(chat);
    expect(chat.attempts[0]).toMatchObject({
      error: { code: 'empty-response' },
      usage: counts,
      finishReason: 'stop',
    });
  });

  it('has no counts of an attempt whose vendor reported none', async () => {
    await using fixture = chainFixture({ a: [text('x'), finish] });
    const chat = fixture.ask();
    await read(chat);
    expect(chat.attempts[0]?.usage).toBeUndefined();
    expect(chat.attempts[0]?.providerMetadata).toBeUndefined();
    const { usage: own, totalUsage } = await chat.response();
    expect(own).toBeUndefined();
    expect(totalUsage).toEqual({ incomplete: true });
  });
});

it('the attempt log has what a stream reported that failed after its commit', async () => {
  await using fixture = chainFixture({ a: [usage, text('Half '), fails('overloaded')] }, { retry });
  const chat = fixture.ask();
  await eventsOf(chat);
  expect(chat.attempts[0]).toMatchObject({ outcome: 'failed', usage: counts });
});

it.each(['first-content', 'complete'] as const)(
  'the attempt log has what an aborted attempt reported, with the commit %s',
  async (commit) => {
    const script: readonly ScriptStep[] = [usage, text('a'), { type: 'hang' }];
    await using fixture = chainFixture({ a: script }, { chain: { commit } });
    const chat = fixture.ask();
    const reading = eventsOf(chat);
    await fixture.clock.advance(1);
    await chat.cancel();
    await reading;
    expect(chat.attempts[0]).toMatchObject({ outcome: 'aborted', usage: counts });
  },
);

describe('totalUsage', () => {
  it('is the sum of all attempts, and usage is that of the one that responded', async () => {
    const scripts = { a: [usage, text('Half '), fails('overloaded')], b: whole };
    await using fixture = chainFixture(scripts, { retry });
    const response = await fixture.ask().response();
    expect(response.usage).toMatchObject({ inputTokens: 5, outputTokens: 2 });
    expect(response.totalUsage).toEqual({
      inputTokens: 12,
      outputTokens: 3,
      cachedInputTokens: 3,
    });
    expect(response.totalUsage).not.toHaveProperty('incomplete');
  });

  it.each<readonly [string, readonly ScriptStep[], object]>([
    ['no counts', [fails('overloaded')], { inputTokens: 5, outputTokens: 2 }],
    [
      'input tokens only',
      [{ type: 'usage', inputTokens: 4, outputTokens: undefined }, fails('overloaded')],
      { inputTokens: 9, outputTokens: 2 },
    ],
  ])('is incomplete if an attempt has %s', async (_name, script, sums) => {
    await using fixture = chainFixture({ a: script, b: whole }, { retry });
    const { totalUsage } = await fixture.ask().response();
    expect(totalUsage).toMatchObject({ ...sums, incomplete: true });
  });

  it('does not count a target that was skipped', async () => {
    const scripts = { a: inTurn([fails('quota-exhausted')]), b: whole };
    await using fixture = chainFixture(scripts, { retry });
    await fixture.ask().text();
    const { attempts, totalUsage } = await fixture.ask().response();
    expect(attempts[0]?.outcome).toBe('skipped');
    expect(totalUsage).toEqual({ inputTokens: 5, outputTokens: 2, cachedInputTokens: 3 });
  });

  it('is in the telemetry of every end of a chat', async () => {
    const telemetry = new RecordingTelemetry();
    const ended = (): unknown =>
      telemetry.events.filter((event: TelemetryEvent) => event.type === 'chat-end').at(-1);
    const script = inTurn(
      [usage, text('Half '), fails('overloaded')],
      whole,
      [usage, { type: 'hang' }],
      [usage, text('Half '), fails('invalid-request')],
    );
    await using fixture = chainFixture({ a: script }, { ports: { telemetry } });
    const first = fixture.ask().response();
    await fixture.clock.advance(1000);
    await first;
    const sum = { inputTokens: 12, outputTokens: 3 };
    expect(ended()).toMatchObject({
      outcome: 'succeeded',
      usage: { inputTokens: 5, outputTokens: 2 },
      totalUsage: sum,
    });
    const aborted = fixture.ask();
    const failing = failureOf(aborted.text());
    await fixture.clock.advance(1);
    await aborted.cancel();
    await failing;
    expect(ended()).toMatchObject({ outcome: 'aborted', usage: undefined, totalUsage: counts });
    await failureOf(fixture.ask().text());
    expect(ended()).toMatchObject({ outcome: 'failed', usage: undefined, totalUsage: counts });
  });
});

it('a ChainError as JSON has the counts of each attempt, and no vendor metadata', async () => {
  const metadata = { logprobs: ['my secret'] };
  const empty: ScriptStep = { type: 'finish', reason: 'stop', providerMetadata: metadata };
  const scripts = { a: [usage, empty], b: [fails('overloaded')] };
  await using fixture = chainFixture(scripts, { retry });
  const chat = fixture.ask();
  const error = await failureOf(chat.text());
  expect(chat.attempts[0]?.providerMetadata).toEqual(metadata);
  const json = JSON.stringify(error);
  expect(JSON.parse(json)).toMatchObject({
    attempts: [{ usage: counts, finishReason: 'stop' }, { provider: 'b' }],
  });
  expect(json).not.toContain('my secret');
});
