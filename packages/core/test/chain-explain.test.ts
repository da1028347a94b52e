import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chainHouse, fails, settle } from './chain-fixture.ts';
import type { ChainHouse } from './chain-fixture.ts';
import { failureOf, finish, hello, text } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const answer = [text('yes'), finish];

describe('explain()', () => {
  it('tells the targets in order with all that holds for them, and sends nothing', async () => {
    const target = {
      target: 'a/model',
      parameters: { temperature: 0 },
      timeouts: { idleMs: 5 },
      maxConcurrent: 2,
    };
    await using house = chainHouse(
      { a: answer, b: answer },
      {
        chain: { targets: [target, 'b/model'], timeouts: { totalMs: 99 }, commit: 'complete' },
        capabilities: { b: { json: false } },
      },
    );
    const request = { model: 'main', messages, responseFormat: { type: 'json' } } as const;
    const explained = house.understudy.explain(request, {
      deadlineMs: 7,
      timeouts: { headersMs: 3 },
    });
    const timeouts = {
      createMs: 30_000,
      connectMs: 10_000,
      headersMs: 3,
      firstContentMs: 120_000,
      totalMs: 99,
    };
    expect(explained).toEqual({
      targets: [
        {
          provider: 'a',
          model: 'model',
          lifecycle: 'active',
          skipped: undefined,
          parameters: { temperature: 0 },
          timeouts: { ...timeouts, idleMs: 5 },
          maxConcurrent: 2,
        },
        {
          provider: 'b',
          model: 'model',
          lifecycle: 'active',
          skipped: {
            code: 'unsupported-feature',
            message: 'provider does not support json',
            retryAfterMs: undefined,
          },
          parameters: {},
          timeouts: { ...timeouts, idleMs: 60_000 },
          maxConcurrent: undefined,
        },
      ],
      policy: expect.objectContaining({ deadlineMs: 7, maxAttempts: 3, commit: 'complete' }),
    });
    expect(house.asked).toEqual([]);
    expect(house.clock.timerCount).toBe(0);
  });

  it('tells how long a target rests', async () => {
    await using house = chainHouse({ a: [fails('quota-exhausted')], b: answer });
    await house.ask().text();
    await house.clock.advance(1000);
    const { targets } = house.understudy.explain({ model: 'main', messages });
    expect(targets[0]?.skipped).toMatchObject({ code: 'cooling-down', retryAfterMs: 59_000 });
    expect(targets[1]?.skipped).toBeUndefined();
  });

  it('tells of a provider that is deprecated, without the warning of its use', async () => {
    const { definition } = new ScriptedProvider({
      id: 'old',
      models: ['model'],
      lifecycle: {
        state: 'deprecated',
        since: '2024-02-05',
        reason: 'closed',
        code: 'TEST_EXPLAIN',
      },
      script: hello,
    });
    await using understudy = createUnderstudy({ providers: [definition] });
    const { targets } = understudy.explain({ model: 'old/model', messages });
    expect(targets).toMatchObject([{ lifecycle: 'deprecated', skipped: undefined }]);
  });

  it.each([
    ['an unknown name', { model: 'mian', messages }, {}, 'did you mean "main"?'],
    ['a request without messages', { model: 'main', messages: [] }, {}, 'messages: expected'],
    [
      'a limit that is none',
      { model: 'main', messages },
      { deadlineMs: -1 },
      'deadlineMs: expected',
    ],
  ])('refuses %s as the chat would', async (_name, request, options, words) => {
    await using house = chainHouse({ a: answer });
    const error = await failureOf(house.understudy.chat(request, options).text());
    expect(String(error)).toContain(words);
    expect(() => house.understudy.explain(request, options)).toThrow(
      expect.objectContaining({ message: error instanceof Error ? error.message : '' }),
    );
  });
});

/** What may be held against a target. */
const states = [
  'ready',
  'cooling-down',
  'circuit-open',
  'concurrency-limited',
  'unsupported-feature',
] as const;
type State = (typeof states)[number];

/** Brings a target into a state; `busy` keeps the one place of a full one taken. */
async function prepare(house: ChainHouse, id: string, state: State): Promise<void> {
  const ask = (): Promise<unknown> =>
    settle(house.clock, failureOf(house.ask({}, { model: id, user: state }).text()));
  if (state === 'cooling-down') await ask();
  if (state === 'circuit-open') for (let chat = 0; chat < 5; chat += 1) await ask();
  if (state === 'concurrency-limited') {
    house
      .ask({}, { model: id, user: state })
      .text()
      .catch(() => {});
    await house.clock.advance(0);
  }
}

it('what is explained is what happens, whatever is held against the targets', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...states), { minLength: 1, maxLength: 4 }),
    async (wanted) => {
      const ids = wanted.map((_state, index) => `t${index}`);
      const script = (request: { readonly user?: string | undefined }) => {
        if (request.user === 'cooling-down') return [fails('quota-exhausted')];
        if (request.user === 'concurrency-limited') return [{ type: 'hang' } as const];
        return [fails(request.user === 'circuit-open' ? 'server-error' : 'blocked')];
      };
      await using house = chainHouse(Object.fromEntries(ids.map((id) => [id, script])), {
        retry: { maxRetries: 0 },
        chain: {
          targets: ids.map((id) => ({ target: `${id}/model`, maxConcurrent: 1 })),
          maxAttempts: 9,
        },
        chains: {},
        aliases: {},
        capabilities: Object.fromEntries(
          ids.map((id, index) => [id, { json: wanted[index] !== 'unsupported-feature' }]),
        ),
      });
      for (const [index, state] of wanted.entries()) {
        await prepare(house, `t${index}/model`, state);
      }
      const request = { model: 'main', messages, responseFormat: { type: 'json' } } as const;
      const { targets } = house.understudy.explain(request);
      const chat = house.understudy.chat(request);
      await failureOf(chat.text());
      const told = (outcome: boolean) =>
        chat.attempts
          .filter((attempt) => (attempt.outcome === 'skipped') === outcome)
          .map(
            ({ provider, error }) =>
              `${provider} ${outcome ? `${error?.code} ${error?.message}` : ''}`,
          );
      expect(targets.map(({ skipped }) => skipped?.code ?? 'ready')).toEqual(wanted);
      expect(told(true).toSorted()).toEqual(
        targets.flatMap(({ provider, skipped }) =>
          skipped ? [`${provider} ${skipped.code} ${provider}: ${skipped.message}`] : [],
        ),
      );
      expect(told(false)).toEqual(
        targets.flatMap(({ provider, skipped }) => (skipped ? [] : [`${provider} `])),
      );
    },
  );
  await fc.assert(property, { seed: 1, numRuns: 150 });
});
