import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, settle } from './chain-fixture.ts';
import type { ChainFixture } from './chain-fixture.ts';
import { failureOf, finish, hello, text } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const answer = [text('yes'), finish];

describe('explain()', () => {
  it('returns the targets in order with their options and sends nothing', async () => {
    const target = {
      target: 'a/model',
      parameters: { temperature: 0 },
      timeouts: { idleMs: 5 },
      limits: { maxEventBytes: 100 },
      maxConcurrent: 2,
    };
    await using fixture = chainFixture(
      { a: answer, b: answer },
      {
        chain: {
          targets: [target, 'b/model'],
          timeouts: { totalMs: 99 },
          limits: { maxJsonBytes: 9 },
          commit: 'complete',
        },
        capabilities: { b: { json: false } },
      },
    );
    const request = { model: 'main', messages, responseFormat: { type: 'json' } } as const;
    const explained = fixture.understudy.explain(request, {
      deadlineMs: 7,
      timeouts: { headersMs: 3 },
    });
    const timeouts = {
      createMs: 30_000,
      connectMs: 10_000,
      headersMs: 3,
      firstContentMs: 120_000,
      progressMs: 300_000,
      usageGraceMs: 1000,
      totalMs: 99,
    };
    const limits = {
      maxEventBytes: 100,
      maxErrorBytes: 65_536,
      maxJsonBytes: 9,
      maxResponseBytes: 67_108_864,
    };
    const noOptions = {
      providerOptions: undefined,
      requestsPerMinute: undefined,
      tokensPerMinute: undefined,
      retries: 0,
      maxWaitMs: 0,
      contextTokens: undefined,
      errorRules: {},
    };
    expect(explained).toEqual({
      targets: [
        {
          ...noOptions,
          provider: 'a',
          model: 'model',
          lifecycle: 'active',
          skipped: undefined,
          parameters: { temperature: 0 },
          timeouts: { ...timeouts, idleMs: 5 },
          limits,
          maxConcurrent: 2,
        },
        {
          ...noOptions,
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
          limits: { ...limits, maxEventBytes: 33_554_432 },
          maxConcurrent: undefined,
        },
      ],
      policy: expect.objectContaining({ deadlineMs: 7, maxAttempts: 3, commit: 'complete' }),
    });
    expect(fixture.called).toEqual([]);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('accepts a request without messages, and estimates the other tokens', async () => {
    const estimated: unknown[] = [];
    await using fixture = chainFixture(
      { a: answer, b: answer },
      {
        chain: {
          targets: [{ target: 'a/model', tokensPerMinute: 10 }, 'b/model'],
        },
        capabilities: { b: { json: false } },
        estimateTokens: (request) => {
          estimated.push(request);
          return request.maxOutputTokens ?? 0;
        },
      },
    );
    const { understudy } = fixture;
    expect(understudy.explain({ model: 'main' }).targets.map(({ skipped }) => skipped)).toEqual([
      undefined,
      undefined,
    ]);
    const request = { maxOutputTokens: 11, responseFormat: { type: 'json' } } as const;
    const { targets } = understudy.explain({ model: 'main', messages: undefined, ...request });
    expect(targets.map(({ skipped }) => skipped?.code)).toEqual([
      'rate-limited',
      'unsupported-feature',
    ]);
    expect(estimated).toContainEqual({ messages: [] });
    expect(estimated).toContainEqual({ messages: [], ...request });
  });

  it.each([
    [{ messages }, 'model: expected a non-empty string, received nothing'],
    [{ model: 'main', messages: null }, 'messages: expected a list of messages'],
    [{ model: 'main', mesages: messages }, 'did you mean "messages"?'],
  ])('rejects %j', async (request, message) => {
    await using fixture = chainFixture({ a: answer });
    // What JavaScript can pass.
    expect(() => fixture.understudy.explain(request as never)).toThrow(message);
  });

  it('returns how long a target is unavailable', async () => {
    await using fixture = chainFixture({ a: [fails('quota-exhausted')], b: answer });
    await fixture.ask().text();
    await fixture.clock.advance(1000);
    const { targets } = fixture.understudy.explain({ model: 'main', messages });
    expect(targets[0]?.skipped).toMatchObject({ code: 'cooling-down', retryAfterMs: 59_000 });
    expect(targets[1]?.skipped).toBeUndefined();
  });

  it('marks a deprecated provider without a warning', async () => {
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
    await using fixture = chainFixture({ a: answer });
    const error = await failureOf(fixture.understudy.chat(request, options).text());
    expect(String(error)).toContain(words);
    expect(() => fixture.understudy.explain(request, options)).toThrow(
      expect.objectContaining({ message: error instanceof Error ? error.message : '' }),
    );
  });
});

/** Why a target can be unavailable. */
const states = [
  'ready',
  'cooling-down',
  'circuit-open',
  'concurrency-limited',
  'unsupported-feature',
] as const;
type State = (typeof states)[number];

/** Brings a target into a state. `busy` holds its only permit. */
async function prepare(fixture: ChainFixture, id: string, state: State): Promise<void> {
  const ask = (): Promise<unknown> =>
    settle(fixture.clock, failureOf(fixture.ask({}, { model: id, user: state }).text()));
  if (state === 'cooling-down') await ask();
  if (state === 'circuit-open') for (let chat = 0; chat < 5; chat += 1) await ask();
  if (state === 'concurrency-limited') {
    fixture
      .ask({}, { model: id, user: state })
      .text()
      .catch(() => {});
    await fixture.clock.advance(0);
  }
}

/** Once the available targets have failed, the probe of another one is due earlier. */
function withoutTime(message: string): string {
  return message.replace(/next probe in [\d.]+ s/, 'next probe later');
}

it('agrees with what a chat does, for any health of the targets', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...states), { minLength: 1, maxLength: 4 }),
    async (wanted) => {
      const ids = wanted.map((_state, index) => `t${index}`);
      const script = (request: { readonly user?: string | undefined }) => {
        if (request.user === 'cooling-down') return [fails('quota-exhausted')];
        if (request.user === 'concurrency-limited') return [{ type: 'hang' } as const];
        return [fails(request.user === 'circuit-open' ? 'server-error' : 'blocked')];
      };
      await using fixture = chainFixture(Object.fromEntries(ids.map((id) => [id, script])), {
        retry: { maxRetries: 0, maxWaitMs: 0 },
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
        await prepare(fixture, `t${index}/model`, state);
      }
      const request = { model: 'main', messages, responseFormat: { type: 'json' } } as const;
      const { targets } = fixture.understudy.explain(request);
      const chat = fixture.understudy.chat(request);
      await failureOf(chat.text());
      const targetsThat = (outcome: boolean) =>
        chat.attempts
          .filter((attempt) => (attempt.outcome === 'skipped') === outcome)
          .map(({ provider, error }) =>
            withoutTime(`${provider} ${outcome ? `${error?.code} ${error?.message}` : ''}`),
          );
      expect(targets.map(({ skipped }) => skipped?.code ?? 'ready')).toEqual(wanted);
      expect(targetsThat(true).toSorted()).toEqual(
        targets.flatMap(({ provider, skipped }) =>
          skipped
            ? [withoutTime(`${provider} ${skipped.code} ${provider}: ${skipped.message}`)]
            : [],
        ),
      );
      expect(targetsThat(false)).toEqual(
        targets.flatMap(({ provider, skipped }) => (skipped ? [] : [`${provider} `])),
      );
    },
  );
  await fc.assert(property, { seed: 1, numRuns: 150 });
});
