import type { UnderstudyOptions } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import type { ChainFixture } from './chain-fixture.ts';
import { chainFixture, fails, logOf } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const minute = 60_000;
const answer = [{ type: 'wait', ms: 3 }, text('yes'), finish] as const;
const failure = [{ type: 'wait', ms: 3 }, fails('server-error')] as const;

/** Creates a runtime with one target that fails from `start` to `end`. */
function faultyFixture(
  fault: { readonly start: number; readonly end: number },
  seed = 1,
  options: Partial<UnderstudyOptions> = {},
): ChainFixture {
  const fixture: ChainFixture = chainFixture(
    {
      a: () => {
        const now = fixture.clock.now();
        return now >= fault.start && now < fault.end ? failure : answer;
      },
    },
    { ...options, ports: { random: new SeededRandom(seed) } },
  );
  return fixture;
}

/** Starts chats at the same time. Returns for each whether it was answered. */
function askMany(fixture: ChainFixture, chats: number): readonly Promise<boolean>[] {
  return Array.from({ length: chats }, () => isAnswered(fixture));
}

function isAnswered(fixture: ChainFixture): Promise<boolean> {
  return fixture
    .ask()
    .text()
    .then(
      () => true,
      () => false,
    );
}

/** Waits for a minute. Returns how many chats were answered. */
async function countAnswers(
  { clock }: ChainFixture,
  outcomes: readonly Promise<boolean>[],
): Promise<number> {
  await clock.advance(minute);
  return (await Promise.all(outcomes)).filter(Boolean).length;
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
const blip = { start: 0, end: 150 };

describe('a fault of 150 ms with one target', () => {
  it.each([4, 10])('fails none of %i chats at the same time', async (chats) => {
    for (const seed of seeds) {
      await using fixture = faultyFixture(blip, seed);
      expect(await countAnswers(fixture, askMany(fixture, chats))).toBe(chats);
    }
  });

  it('fails at most 5 of 50 chats at the same time, within the budget', async () => {
    for (const seed of seeds) {
      await using fixture = faultyFixture(blip, seed);
      expect(await countAnswers(fixture, askMany(fixture, 50))).toBeGreaterThanOrEqual(45);
      // Each chat once, and as many retries as the reserve.
      expect(fixture.called.length).toBeLessThanOrEqual(100);
    }
  });

  it('fails none of 50 chats that start during it', async () => {
    for (const seed of seeds) {
      await using fixture = faultyFixture(blip, seed);
      const outcomes: Promise<boolean>[] = [];
      for (let chat = 0; chat < 50; chat += 1) {
        outcomes.push(isAnswered(fixture));
        await fixture.clock.advance(3);
      }
      expect(await countAnswers(fixture, outcomes)).toBe(50);
    }
  });

  it('does not delay a chat one second later', async () => {
    await using fixture = faultyFixture(blip);
    const burst = askMany(fixture, 50);
    await fixture.clock.advance(1000);
    const late = fixture.ask();
    const answered = late.text();
    await fixture.clock.advance(3);
    expect(await answered).toBe('yes');
    expect(logOf(late)).toEqual(['a succeeded']);
    expect(await countAnswers(fixture, burst)).toBeGreaterThanOrEqual(45);
  });

  it('lets one retry find out whether the target works again', async () => {
    await using fixture = faultyFixture({ start: 0, end: 140 });
    const outcomes = askMany(fixture, 50);
    await fixture.clock.advance(125);
    expect(fixture.called).toHaveLength(50);
    await fixture.clock.advance(120);
    // The first retry, and no other before its result.
    expect(fixture.called.length).toBeLessThan(53);
    expect(await countAnswers(fixture, outcomes)).toBe(50);
  });
});

describe('a long outage with one target', () => {
  it.each([
    [1, 60],
    [10, 10],
  ])(
    'costs few requests at %i chats per second for %i minutes, and ends within 15 s',
    async (rate, minutes) => {
      const outage = { start: minute, end: (1 + minutes) * minute };
      await using fixture = faultyFixture(outage);
      const play = async (seconds: number): Promise<{ chats: number; requests: number }> => {
        const before = fixture.called.length;
        for (let chat = 0; chat < seconds * rate; chat += 1) {
          void fixture
            .ask()
            .text()
            .catch(() => {});
          await fixture.clock.advance(1000 / rate);
        }
        return { chats: seconds * rate, requests: fixture.called.length - before };
      };
      const healthy = await play(60);
      const first = await play(60);
      const rest = await play((minutes - 1) * 60);
      expect(healthy.requests).toBe(healthy.chats);
      expect(first.requests + rest.requests).toBeLessThanOrEqual(1.2 * (first.chats + rest.chats));
      expect(rest.requests).toBeLessThanOrEqual(Math.max(0.02 * rest.chats, (minutes - 1) * 4));
      await fixture.clock.advance(15_000);
      const after = fixture.ask().text();
      await fixture.clock.advance(5000);
      expect(await after).toBe('yes');
    },
  );
});

describe('the circuit breaker of the only target', () => {
  const forever = { start: 0, end: Number.POSITIVE_INFINITY };

  async function open(fixture: ChainFixture): Promise<void> {
    for (let chat = 0; chat < 5; chat += 1) {
      const failed = failureOf(fixture.ask().text());
      await fixture.clock.advance(3);
      await failed;
    }
  }

  it('allows a probe after 1 s, and chats wait for its result', async () => {
    await using fixture = faultyFixture({ start: 0, end: 500 }, 1, { retry: { maxRetries: 0 } });
    await open(fixture);
    const chats = Array.from({ length: 20 }, () => fixture.ask());
    const texts = chats.map((chat) => chat.text());
    await fixture.clock.advance(990);
    expect(fixture.called).toHaveLength(5);
    await fixture.clock.advance(12);
    expect(fixture.called).toHaveLength(6);
    await fixture.clock.advance(6);
    expect(await Promise.all(texts)).toEqual(Array.from({ length: 20 }, () => 'yes'));
    expect(fixture.called).toHaveLength(25);
  });

  it('fails chats at once with the true time if the next probe is too late', async () => {
    await using fixture = faultyFixture(forever, 1, { retry: { maxRetries: 0 } });
    await open(fixture);
    for (const pause of [1000, 2000, 4000]) {
      const probe = failureOf(fixture.ask().text());
      await fixture.clock.advance(pause + 3);
      expect(await probe).toMatchObject({ code: 'server-error' });
    }
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'circuit-open',
      retryAfterMs: 8000,
    });
  });

  it('keeps its pause of 15 s for a chain with another target', async () => {
    await using fixture = chainFixture({ a: failure, b: answer }, { retry: { maxRetries: 0 } });
    for (let chat = 0; chat < 8; chat += 1) {
      const answered = fixture.ask().text();
      await fixture.clock.advance(2000);
      expect(await answered).toBe('yes');
    }
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(5);
  });
});

describe('isolate()', () => {
  it('takes a target out until resetHealth()', async () => {
    await using fixture = chainFixture({ a: [text('a'), finish], b: [text('b'), finish] });
    const { understudy } = fixture;
    understudy.isolate({ provider: 'a', model: 'model' });
    const chat = fixture.ask();
    expect(await chat.text()).toBe('b');
    expect(logOf(chat)).toEqual(['a skipped circuit-open', 'b succeeded']);
    expect(chat.attempts[0]?.error?.message).toContain('isolated until resetHealth() is called');
    expect(understudy.health()[0]).toMatchObject({ breaker: 'isolated', retryAfterMs: 0 });
    expect(await failureOf(fixture.ask({}, { model: 'a/model' }).text())).toMatchObject({
      code: 'circuit-open',
      retryAfterMs: undefined,
    });
    const [entry] = understudy.health();
    understudy.resetHealth(entry);
    expect(await fixture.ask().text()).toBe('a');
  });

  it('rejects an unknown target with its path', async () => {
    await using fixture = chainFixture({ a: answer });
    const isolate = (): void => fixture.understudy.isolate({ provider: 'b', model: 'model' });
    expect(isolate).toThrow('target.provider');
  });
});

describe('breaker.slowCallMs', () => {
  it('opens the circuit breaker of a target that responds too slowly', async () => {
    const slow = [{ type: 'wait', ms: 2001 }, text('slow'), finish] as const;
    await using fixture = chainFixture(
      { a: slow, b: [text('b'), finish] },
      { breaker: { slowCallMs: 2000, slowCallRate: 0.5 } },
    );
    for (let chat = 0; chat < 5; chat += 1) {
      const answered = fixture.ask().text();
      await fixture.clock.advance(2001);
      expect(await answered).toBe('slow');
    }
    expect(await fixture.ask().text()).toBe('b');
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { policy } = fixture.understudy.explain({ model: 'main', messages });
    expect(policy.breaker).toMatchObject({ slowCallMs: 2000 });
  });
});

it.each([
  [{ retryBudget: { ratio: 2 } }, 'retryBudget.ratio'],
  [{ retryBudget: { reserve: -1 } }, 'retryBudget.reserve'],
  [{ retryBudget: { reserve: 0.5 } }, 'retryBudget.reserve'],
  [{ breaker: { slowCallMs: 0 } }, 'breaker.slowCallMs'],
  [{ breaker: { slowCallRate: 1.5 } }, 'breaker.slowCallRate'],
])('rejects %o with its path', (options, path) => {
  expect(() => chainFixture({ a: answer }, options)).toThrow(path);
});
