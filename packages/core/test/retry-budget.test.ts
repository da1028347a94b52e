import { isChainError } from '@understudy/core';
import type { ChatStream } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import type { ChainFixture } from './chain-fixture.ts';
import { chainFixture, eventsOf, fails, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

/** Not counted by a circuit breaker, so that only the budget prevents the retries. */
const chain = { errorRules: { 'response-too-large': { retry: 'yes' } } } as const;
const retryBudget = { ratio: 0.2, reserve: 2 };
const failing = [fails('response-too-large', { status: 200 })];
const note = '; not retried: the retry budget is used up (retryBudget)';

/** Runs chats until one is not retried. Returns this chat and its error. */
async function useUpBudget(
  fixture: ChainFixture,
): Promise<{ readonly chat: ChatStream; readonly error: unknown }> {
  for (let count = 0; count < 1000; count += 1) {
    const chat = fixture.ask();
    const error = await failureOf(settle(fixture.clock, chat.text()));
    if (chat.attempts.some(({ notRetried }) => notRetried !== undefined)) return { chat, error };
  }
  throw new Error('the budget is not used up after 1,000 chats');
}

describe('a retry that the budget does not allow', () => {
  it('is in the attempt log and in the error of a lone target', async () => {
    await using fixture = chainFixture({ a: failing }, { chain, retryBudget });
    const { chat, error } = await useUpBudget(fixture);
    const last = chat.attempts.at(-1);
    expect(last).toMatchObject({ outcome: 'failed', notRetried: 'retry-budget', next: undefined });
    expect(last?.error?.message).toBe('a: a response-too-large');
    expect(error).toMatchObject({
      code: 'response-too-large',
      message: `a: a response-too-large${note}`,
      provider: 'a',
      model: 'model',
      status: 200,
    });
    expect(error instanceof Error && error.stack).toContain(note);
  });

  it('is in the line of the last attempt of a ChainError', async () => {
    await using fixture = chainFixture({ a: failing, b: failing }, { chain, retryBudget });
    const { chat, error } = await useUpBudget(fixture);
    const { length } = chat.attempts;
    if (!isChainError(error)) throw error;
    const lines = error.message.split('\n');
    expect(lines.map((line) => line.endsWith(note))).toEqual([
      ...Array.from({ length }, () => false),
      true,
    ]);
    expect(error.attempts).toBe(chat.attempts);
    expect(error.toJSON()).toMatchObject({
      attempts: [...chat.attempts.slice(0, -1), { notRetried: 'retry-budget' }],
    });
  });

  it('is in the attempt log if the budget was used up during a pause of the caller', async () => {
    await using fixture = chainFixture({ a: failing }, { chain, retryBudget });
    const paused = fixture.ask();
    const iterator = paused[Symbol.asyncIterator]();
    await iterator.next();
    expect((await iterator.next()).value).toMatchObject({ type: 'attempt-end', next: 'retry' });
    await useUpBudget(fixture);
    // What the paused chat has given back.
    await settle(fixture.clock, failureOf(fixture.ask().text()));
    const error = await settle(fixture.clock, failureOf(iterator.next()));
    expect(error).toMatchObject({ message: `a: a response-too-large${note}` });
    expect(paused.attempts).toMatchObject([{ notRetried: 'retry-budget', next: undefined }]);
  });
});

it('a retry before another target that the budget does not allow is in the attempt log', async () => {
  const targets = [{ target: 'a/model', retries: 1 }, 'b/model'];
  const none = { ratio: 0.2, reserve: 0 };
  const scripts = { a: failing, b: [text('yes'), finish] };
  await using fixture = chainFixture(scripts, { chain: { ...chain, targets }, retryBudget: none });
  const chat = fixture.ask();
  expect(await settle(fixture.clock, chat.text())).toBe('yes');
  expect(chat.attempts).toMatchObject([
    { provider: 'a', notRetried: 'retry-budget', next: { kind: 'fallback' } },
    { provider: 'b', outcome: 'succeeded' },
  ]);
  expect(chat.attempts[1]?.notRetried).toBeUndefined();
});

it('an error after the commit has no such note', async () => {
  const targets = [{ target: 'a/model', retries: 1 }, 'b/model'];
  const none = { ratio: 0.2, reserve: 0 };
  const scripts = { a: failing, b: [text('Half'), fails('server-error')] };
  await using fixture = chainFixture(scripts, { chain: { ...chain, targets }, retryBudget: none });
  const chat = fixture.ask();
  const { error } = await settle(fixture.clock, eventsOf(chat));
  expect(error).toMatchObject({ message: 'b: a server-error' });
  expect(chat.attempts.map(({ notRetried }) => notRetried)).toEqual(['retry-budget', undefined]);
});

it('an error whose rule allows no retry has no such note', async () => {
  await using fixture = chainFixture(
    { a: failing, b: [fails('invalid-request')] },
    { chain, retryBudget },
  );
  const chat = fixture.ask();
  const error = await failureOf(chat.text());
  expect(error).toMatchObject({ message: 'b: a invalid-request' });
  expect(chat.attempts.map(({ notRetried }) => notRetried)).toEqual([undefined, undefined]);
});

it('a rejected session is retried without the budget, and the target stays available', async () => {
  const script = (_request: unknown, index: number): readonly ScriptStep[] =>
    index % 3 < 2 ? [fails('session-rejected', { status: 401 })] : [text('yes'), finish];
  const none = { ratio: 0, reserve: 0 };
  await using fixture = chainFixture({ a: script }, { retryBudget: none });
  for (let count = 0; count < 10; count += 1) {
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(chat.attempts).toHaveLength(3);
  }
  expect(fixture.understudy.health()).toMatchObject([{ breaker: 'closed', cooldown: undefined }]);
});
