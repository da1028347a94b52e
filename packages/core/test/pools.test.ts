import type { ChatOptions, PoolDefinition, PoolStrategy } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, inTurn, logOf, settle, times } from './chain-fixture.ts';
import type { ChainFixture, ChainFixtureOptions } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const messages = [{ role: 'user', content: 'Hi' }] as const;

function after(ms: number): readonly ScriptStep[] {
  return [{ type: 'wait', ms }, text('yes'), finish];
}

type Scripts = Parameters<typeof chainFixture>[0];

/** A runtime whose chain `main` is one pool of all providers, unless the pool has its own members. */
function poolFixture(
  scripts: Scripts,
  pool: Partial<PoolDefinition>,
  options: ChainFixtureOptions = {},
): ChainFixture {
  const members = Object.keys(scripts).map((id) => `${id}/model`);
  return chainFixture(scripts, { chain: { targets: [{ pool: members, ...pool }] }, ...options });
}

async function chatInSequence(
  fixture: ChainFixture,
  count: number,
  options?: ChatOptions,
): Promise<void> {
  for (let chats = 0; chats < count; chats += 1) {
    await settle(fixture.clock, fixture.ask(options).text());
  }
}

/** Keeps this number of chats in flight until `count` chats have ended. */
async function chatAtOnce(
  fixture: ChainFixture,
  concurrency: number,
  count: number,
): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await fixture.ask().text();
    }
  };
  await settle(fixture.clock, Promise.all(times(concurrency, 0).map(work)));
}

function shareOf({ called }: ChainFixture, id: string, from = 0): number {
  const calls = called.slice(from);
  return calls.filter((other) => other === id).length / calls.length;
}

function orderOf(fixture: ChainFixture, options?: ChatOptions): readonly string[] {
  const { targets } = fixture.understudy.explain({ model: 'main', messages }, options);
  return targets.map(({ provider }) => provider);
}

function reasonsOf(fixture: ChainFixture, options?: ChatOptions): readonly string[] {
  const { targets } = fixture.understudy.explain({ model: 'main', messages }, options);
  return targets.map(({ provider, pool }) => `${provider}: ${pool?.reason ?? 'in no pool'}`);
}

describe('a pool with the strategy priority, which is the default', () => {
  it('keeps the listed order', async () => {
    await using fixture = poolFixture({ a: answer, b: answer }, {});
    await chatInSequence(fixture, 5);
    expect(new Set(fixture.called)).toEqual(new Set(['a']));
    expect(reasonsOf(fixture)).toEqual(['a: position 1 of 2', 'b: position 2 of 2']);
  });
});

describe('a pool with the strategy weighted', () => {
  const pool: PoolDefinition = {
    strategy: 'weighted',
    pool: [
      { target: 'a/model', weight: 5 },
      { target: 'b/model', weight: 3 },
      'c/model',
      { target: 'd/model', weight: 0 },
    ],
  };

  it.each([1, 2, 3])(
    'is within 3 standard deviations of its weights, with the seed %i',
    async (seed) => {
      const scripts = { a: answer, b: answer, c: answer, d: answer };
      const ports = { random: new SeededRandom(seed) };
      await using fixture = poolFixture(scripts, pool, { ports });
      const count = 2000;
      await chatInSequence(fixture, count);
      for (const [id, share] of [
        ['a', 5 / 9],
        ['b', 3 / 9],
        ['c', 1 / 9],
      ] as const) {
        const deviation = Math.sqrt((share * (1 - share)) / count);
        expect(Math.abs(shareOf(fixture, id) - share)).toBeLessThan(3 * deviation);
      }
      expect(fixture.called).not.toContain('d');
    },
  );

  it('falls back in proportion to the other weights, and to a weight of 0 last', async () => {
    const busy = [fails('overloaded')];
    await using fixture = poolFixture({ a: busy, b: busy, c: busy, d: answer }, pool, {
      breaker: false,
      ports: { random: new SeededRandom(4) },
    });
    await chatInSequence(fixture, 600);
    const chats = times(600, 0).map((_zero, index) =>
      fixture.called.slice(4 * index, 4 * index + 4),
    );
    expect(new Set(chats.map((ids) => ids.at(-1)))).toEqual(new Set(['d']));
    const afterA = chats.filter(([first]) => first === 'a');
    const share = afterA.filter(([, second]) => second === 'b').length / afterA.length;
    const deviation = Math.sqrt((0.75 * 0.25) / afterA.length);
    expect(Math.abs(share - 0.75)).toBeLessThan(3 * deviation);
  });

  it('prefers a small weight to a weight of 0', async () => {
    const small = { target: 'b/model', weight: 0.001 };
    const members = [{ target: 'a/model', weight: 0 }, small];
    const scripts = { a: answer, b: answer };
    const unequal: PoolDefinition = { strategy: 'weighted', pool: members };
    const ports = { random: new SeededRandom(5) };
    await using fixture = poolFixture(scripts, unequal, { ports });
    await chatInSequence(fixture, 5);
    expect(fixture.called).toEqual(times(5, 'b'));
  });

  it('is explained by its weights, with the most probable order', async () => {
    await using fixture = poolFixture({ d: answer, c: answer, b: answer, a: answer }, pool);
    expect(reasonsOf(fixture)).toEqual([
      'a: weight 5 of 9',
      'b: weight 3 of 9',
      'c: weight 1 of 9',
      'd: weight 0 of 9',
    ]);
  });
});

describe('a pool with the strategy round-robin', () => {
  const strategy = 'round-robin';

  it('selects its members in turn, also for concurrent chats', async () => {
    await using fixture = poolFixture({ a: after(10), b: after(30), c: after(20) }, { strategy });
    // Without the wait for the creation of the providers, which changes the order of the calls.
    await chatInSequence(fixture, 3);
    await chatAtOnce(fixture, 4, 297);
    expect(fixture.called).toEqual(times(100, ['a', 'b', 'c']).flat());
  });

  it('skips a member that is not available, and tries the next one', async () => {
    const scripts = { a: answer, b: [fails('quota-exhausted')], c: answer };
    await using fixture = poolFixture(scripts, { strategy });
    await chatInSequence(fixture, 6);
    expect(fixture.called).toEqual(['a', 'b', 'c', 'c', 'a', 'c', 'c']);
  });

  it('shares its turns among chains with the same members, inline ones too', async () => {
    const pool = { strategy, pool: ['a/model', 'b/model'] } as const;
    await using fixture = poolFixture({ a: answer, b: answer }, pool, { chains: { other: pool } });
    for (const model of ['main', 'other', [pool], 'main', pool, { targets: [pool] }]) {
      await fixture.understudy.chat({ model: Object(model).valueOf(), messages }).text();
    }
    expect(fixture.called).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('is explained by its turns, which explain() does not take', async () => {
    await using fixture = poolFixture({ a: answer, b: answer, c: answer }, { strategy });
    await chatInSequence(fixture, 1);
    for (const reasons of times(3, ['b: next in turn', 'c: 1 turn later', 'a: 2 turns later'])) {
      expect(reasonsOf(fixture)).toEqual(reasons);
    }
    await chatInSequence(fixture, 1);
    expect(fixture.called).toEqual(['a', 'b']);
  });

  it('forgets the turns of the pools that were not used for longest, beyond 1,000', async () => {
    const models = times(1500, 0).map((_zero, index) => `m${index}`);
    await using fixture = chainFixture({ a: answer, b: answer }, { models: [...models, 'model'] });
    const ask = async (model: string): Promise<void> => {
      const pool = [`a/${model}`, `b/${model}`];
      await fixture.understudy.chat({ model: Object([{ pool, strategy }]), messages }).text();
    };
    for (const model of ['m0', ...models]) await ask(model);
    await ask('m0');
    await ask('m501');
    await ask('m501');
    for (const model of models.slice(1, 11)) await ask(model);
    await ask('m501');
    expect([fixture.called.at(0), fixture.called.at(1)]).toEqual(['a', 'b']);
    // The pool of m0 was forgotten, and that of m501 was not: it was used since.
    expect(fixture.called.slice(1501, 1504)).toEqual(['a', 'b', 'a']);
    expect(fixture.called.at(-1)).toBe('b');
  });
});

describe('a pool with the strategy least-busy', () => {
  const strategy = 'least-busy';

  it('prefers the member with the fewest attempts in flight', async () => {
    await using fixture = poolFixture({ a: after(1000), b: after(10) }, { strategy });
    const chats = times(8, 0).map(() => fixture.ask().text());
    await fixture.clock.advance(15);
    expect(fixture.understudy.health().map(({ inFlight }) => inFlight)).toEqual([4, 0]);
    chats.push(fixture.ask().text());
    await fixture.clock.advance(0);
    expect(fixture.called.at(-1)).toBe('b');
    expect(reasonsOf(fixture)).toEqual(['b: 1 attempt in flight', 'a: 4 attempts in flight']);
    await settle(fixture.clock, Promise.all(chats));
  });

  it('selects in turn if all are equally busy', async () => {
    await using fixture = poolFixture({ a: answer, b: answer, c: answer }, { strategy });
    await chatInSequence(fixture, 6);
    expect(fixture.called).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });
});

describe('a pool with the strategy fastest', () => {
  const strategy = 'fastest';

  /** A pool of this size in which the first member is twice as fast, or twice as slow after `swap()`. */
  function speedFixture(size: number): ChainFixture & { swap(): void } {
    let [first, others] = [100, 200];
    const scripts = Object.fromEntries(
      times(size, 0).map((_zero, index) => [
        `t${index}`,
        () => after(index === 0 ? first : others),
      ]),
    );
    const swap = (): void => void ([first, others] = [others, first]);
    return Object.assign(poolFixture(scripts, { strategy }), { swap });
  }

  it.each([2, 3, 5])(
    'sends at least 7 of 10 chats, one after the other, to the faster one of %i',
    async (size) => {
      await using fixture = speedFixture(size);
      await chatInSequence(fixture, 300);
      expect(shareOf(fixture, 't0')).toBeGreaterThanOrEqual(0.7);
      const from = fixture.called.length;
      fixture.swap();
      await chatInSequence(fixture, 300);
      expect(shareOf(fixture, 't0', from)).toBeLessThan(0.3);
      fixture.swap();
      await chatInSequence(fixture, 200);
      expect(shareOf(fixture, 't0', from + 400)).toBeGreaterThanOrEqual(0.7);
    },
  );

  it.each([2, 3, 5])(
    'sends at least 7 of 10 chats, 16 at once, to the faster one of %i',
    async (size) => {
      await using fixture = speedFixture(size);
      await chatAtOnce(fixture, 16, 1600);
      expect(shareOf(fixture, 't0', 100)).toBeGreaterThanOrEqual(0.7);
      fixture.swap();
      await chatAtOnce(fixture, 16, 1600);
      expect(shareOf(fixture, 't0', 1700)).toBeLessThan(0.3);
    },
  );

  it('spreads concurrent chats over members of similar speed', async () => {
    await using fixture = poolFixture({ a: after(100), b: after(120) }, { strategy });
    await chatAtOnce(fixture, 16, 800);
    expect(shareOf(fixture, 'a', 100)).toBeGreaterThan(0.5);
    expect(shareOf(fixture, 'b', 100)).toBeGreaterThan(0.25);
  });

  it('tries each member once at first, one chat at a time', async () => {
    await using fixture = poolFixture({ a: after(50), b: after(20), c: after(90) }, { strategy });
    const chats = times(3, 0).map(() => fixture.ask().text());
    await fixture.clock.advance(0);
    expect(fixture.called).toEqual(['a', 'b', 'c']);
    await settle(fixture.clock, Promise.all(chats));
    expect(reasonsOf(fixture)).toEqual([
      'b: 20 ms to first content, 0 in flight',
      'a: 50 ms to first content, 0 in flight',
      'c: 90 ms to first content, 0 in flight',
    ]);
  });

  it('does not prefer a member that fails because no time of it is known', async () => {
    const scripts = { a: [fails('unsupported-parameter')], b: after(10) };
    await using fixture = poolFixture(scripts, { strategy });
    await chatInSequence(fixture, 100);
    expect(fixture.called.filter((id) => id === 'a').length).toBeLessThanOrEqual(12);
    expect(reasonsOf(fixture)).toEqual([
      'b: 10 ms to first content, 0 in flight',
      'a: no time to first content is known',
    ]);
  });

  it('tries a slow member in every tenth chat, also while another one is unavailable', async () => {
    const scripts = { a: after(10), b: after(20), c: [fails('quota-exhausted')] };
    await using fixture = poolFixture(scripts, { strategy });
    await chatInSequence(fixture, 100);
    const byTens = times(9, 0).map((_zero, index) =>
      fixture.called.slice(10 + index * 10, 20 + index * 10).filter((id) => id === 'b'),
    );
    expect(byTens.map(({ length }) => length)).toEqual(times(9, 1));
  });

  it('shows the exploration in explain()', async () => {
    await using fixture = poolFixture({ a: after(10), b: after(20) }, { strategy });
    await chatInSequence(fixture, 9);
    expect(reasonsOf(fixture)).toEqual([
      'b: not used for the longest time',
      'a: 10 ms to first content, 0 in flight',
    ]);
  });

  it('forgets times after 10 minutes', async () => {
    await using fixture = poolFixture({ a: after(10), b: after(20) }, { strategy });
    await chatInSequence(fixture, 3);
    await fixture.clock.advance(600_001);
    await chatInSequence(fixture, 2);
    expect(fixture.called).toEqual(['a', 'b', 'a', 'b', 'a']);
  });
});

describe('affinity', () => {
  const strategies: readonly PoolStrategy[] = ['weighted', 'round-robin', 'least-busy', 'fastest'];
  const conversations = times(60, 0).map((_zero, index) => `conversation ${index}`);

  it.each(strategies)('keeps a conversation on its target (%s)', async (strategy) => {
    const scripts = { a: after(10), b: after(20), c: after(30) };
    await using fixture = poolFixture(scripts, { strategy });
    const used = new Set<string>();
    for (const affinity of conversations) {
      const from = fixture.called.length;
      await chatInSequence(fixture, 3, { affinity });
      const targets = new Set(fixture.called.slice(from));
      expect(targets.size).toBe(1);
      for (const target of targets) used.add(target);
    }
    expect(used).toEqual(new Set(['a', 'b', 'c']));
  });

  it('leaves a target only while it is not available, and returns', async () => {
    const once = () => inTurn([fails('rate-limited', { retryAfterMs: 20_000 })], answer);
    const scripts = { a: once(), b: answer, c: answer };
    await using fixture = poolFixture(scripts, { strategy: 'round-robin' });
    const affinity = conversations.find((name) => orderOf(fixture, { affinity: name })[0] === 'a');
    await chatInSequence(fixture, 3, { affinity });
    const [, second] = orderOf(fixture, { affinity });
    expect(fixture.called).toEqual(['a', second, second, second]);
    await fixture.clock.advance(20_000);
    await chatInSequence(fixture, 1, { affinity });
    expect(fixture.called.at(-1)).toBe('a');
  });

  it('moves only the conversations of a member that is removed', async () => {
    const scripts = { a: answer, b: answer, c: answer, d: answer };
    const member = (id: string): string => `${id}/model`;
    await using all = poolFixture(scripts, { strategy: 'round-robin' });
    await using fewer = poolFixture(scripts, {
      strategy: 'round-robin',
      pool: ['a', 'b', 'c'].map(member),
    });
    for (const affinity of conversations) {
      const before = orderOf(all, { affinity }).filter((id) => id !== 'd');
      expect(orderOf(fewer, { affinity })).toEqual(before);
    }
  });

  it('spreads conversations by weight, with a weight of 0 last', async () => {
    const pool = ['a', 'b', 'c'].map((id, index) => ({
      target: `${id}/model`,
      weight: [3, 1, 0][index] ?? 0,
    }));
    const scripts = { a: answer, b: answer, c: answer };
    await using fixture = poolFixture(scripts, { strategy: 'weighted', pool });
    const orders = times(2000, 0).map((_zero, index) => orderOf(fixture, { affinity: `${index}` }));
    const share = orders.filter(([first]) => first === 'a').length / orders.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(3 * Math.sqrt((0.75 * 0.25) / 2000));
    expect(new Set(orders.map((order) => order.at(-1)))).toEqual(new Set(['c']));
  });

  it('takes no turns, and changes nothing for a pool with the strategy priority', async () => {
    const scripts = { a: answer, b: answer };
    await using turns = poolFixture(scripts, { strategy: 'round-robin' });
    await chatInSequence(turns, 3, { affinity: 'me' });
    expect(reasonsOf(turns, { affinity: 'me' }).join()).toMatch(/: affinity,.: affinity/);
    expect(orderOf(turns)).toEqual(['a', 'b']);
    await using fixed = poolFixture(scripts, {});
    for (const affinity of conversations) expect(orderOf(fixed, { affinity })).toEqual(['a', 'b']);
  });

  it.each([[7], [''], [null], [{}]])('%j is rejected with its path', async (affinity) => {
    await using fixture = poolFixture({ a: answer }, {});
    const error = await failureOf(fixture.ask(Object({ affinity })).text());
    expect(error).toMatchObject({ code: 'invalid-configuration', path: 'options.affinity' });
  });
});

describe('nested pools', () => {
  const strategy = 'round-robin';

  it('in a chain come where they are listed', async () => {
    const busy = [fails('overloaded')];
    await using fixture = chainFixture(
      { a: busy, b: busy, c: busy, d: answer },
      { chain: { targets: ['a/model', { pool: ['b/model', 'c/model'], strategy }, 'd/model'] } },
    );
    const chats = [fixture.ask(), fixture.ask()];
    for (const chat of chats) await settle(fixture.clock, chat.text());
    expect(chats.map(({ attempts }) => attempts.map(({ provider }) => provider).join(''))).toEqual([
      'abcd',
      'acbd',
    ]);
    expect(reasonsOf(fixture)).toEqual([
      'a: in no pool',
      'b: next in turn',
      'c: 1 turn later',
      'd: in no pool',
    ]);
  });

  it('of chains keep the targets of a chain together', async () => {
    const busy = [fails('overloaded')];
    await using fixture = chainFixture(
      { a: busy, b: answer, c: busy, d: answer },
      {
        chain: { targets: [{ pool: ['east', 'west'], strategy }] },
        chains: { east: ['a/model', 'b/model'], west: ['c/model', 'd/model'] },
      },
    );
    await chatInSequence(fixture, 3);
    expect(fixture.called.join('')).toBe('abcdab');
  });

  it('take turns at each level: every target is used equally often', async () => {
    await using fixture = chainFixture(
      { a: answer, b: answer, c: answer, d: answer },
      {
        chain: {
          targets: [{ pool: ['left', { pool: ['c/model', 'd/model'], strategy }], strategy }],
        },
        chains: { left: { pool: ['a/model', 'b/model'], strategy } },
      },
    );
    await chatInSequence(fixture, 8);
    expect(fixture.called.join('')).toBe('acbdacbd');
  });

  it('take turns as a fallback in a pool with the strategy priority', async () => {
    const inner = { pool: ['b/model', 'c/model'], strategy } as const;
    await using fixture = poolFixture(
      { a: [fails('overloaded')], b: answer, c: answer },
      { pool: ['a/model', inner] },
      { breaker: false },
    );
    await chatInSequence(fixture, 4);
    expect(fixture.called.join('')).toBe('abacabac');
  });

  it('weigh a pool by its own weight', async () => {
    const inner = { pool: ['b/model', 'c/model'], strategy, weight: 3 } as const;
    const pool = [{ target: 'a/model', weight: 1 }, inner];
    await using fixture = poolFixture(
      { a: answer, b: answer, c: answer },
      { strategy: 'weighted', pool },
      { ports: { random: new SeededRandom(9) } },
    );
    await chatInSequence(fixture, 1200);
    const deviation = Math.sqrt((0.25 * 0.75) / 1200);
    expect(Math.abs(shareOf(fixture, 'a') - 0.25)).toBeLessThan(3 * deviation);
    expect(Math.abs(shareOf(fixture, 'b') - shareOf(fixture, 'c'))).toBeLessThan(0.002);
  });

  it('measure a chain by its first target, and all attempts in flight', async () => {
    await using fixture = chainFixture(
      { a: after(50), b: after(10), c: after(30) },
      {
        chain: { targets: [{ pool: ['pair', 'c/model'], strategy: 'fastest' }] },
        chains: { pair: ['a/model', 'b/model'] },
      },
    );
    await chatInSequence(fixture, 2);
    expect(reasonsOf(fixture)).toEqual([
      'c: 30 ms to first content, 0 in flight',
      'a: 50 ms to first content, 0 in flight',
      'b: 50 ms to first content, 0 in flight',
    ]);
  });

  it('apply the options of an outer target to all members', async () => {
    await using fixture = chainFixture(
      { a: answer, b: answer },
      {
        chain: { targets: [{ target: 'both', parameters: { temperature: 0.5 } }] },
        chains: { both: { pool: ['a/model', { target: 'b/model', retries: 1 }], strategy } },
      },
    );
    const { targets, policy } = fixture.understudy.explain({ model: 'main', messages });
    expect(targets).toMatchObject([
      { parameters: { temperature: 0.5 }, retries: 0 },
      { parameters: { temperature: 0.5 }, retries: 1 },
    ]);
    expect(policy.maxAttempts).toBe(4);
  });
});

it('an error about a credential takes the member out with all its models', async () => {
  const targets = ['one', 'two'].map((model) => ({
    pool: [`key1/${model}`, `key2/${model}`],
    strategy: 'round-robin' as const,
  }));
  await using fixture = chainFixture(
    { key1: [fails('authentication-failed')], key2: answer },
    { chain: { targets }, models: ['one', 'two', 'model'] },
  );
  const chat = fixture.ask();
  await chat.text();
  expect(logOf(chat)).toEqual(['key1 failed authentication-failed', 'key2 succeeded']);
  await chatInSequence(fixture, 4);
  expect(fixture.called).toEqual(['key1', ...times(5, 'key2')]);
  const { targets: explained } = fixture.understudy.explain({ model: 'main', messages });
  expect(explained.map(({ provider, skipped }) => `${provider} ${skipped?.code ?? ''}`)).toEqual([
    'key2 ',
    'key1 cooling-down',
    'key2 ',
    'key1 cooling-down',
  ]);
});

it('a chat that names a pool can be read while its members are skipped', async () => {
  await using fixture = poolFixture(
    { a: answer, b: answer },
    { strategy: 'fastest' },
    { capabilities: { a: { json: false } } },
  );
  const chat = fixture.ask({}, { responseFormat: { type: 'json' } });
  await chat.text();
  expect(logOf(chat)).toEqual(['a skipped unsupported-feature', 'b succeeded']);
});
