import { describe, expect, it } from 'vitest';

import { chainFixture } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const long = Array.from({ length: 20 }, () => text('x'.repeat(100)));
const tooLarge = {
  code: 'response-too-large',
  message: 'a: response exceeds 1000 bytes (limits.maxResponseBytes)',
};

describe('limits.maxResponseBytes', () => {
  it.each([
    ['text', [...long, finish]],
    [
      'reasoning',
      [...long.map(() => ({ type: 'reasoning-delta' as const, text: 'x'.repeat(100) })), finish],
    ],
    [
      'arguments of a tool call',
      [
        {
          type: 'tool-call-end' as const,
          id: '1',
          name: 'n',
          argumentsText: `"${'x'.repeat(2000)}"`,
        },
        finish,
      ],
    ],
  ])('limits the size of %s', async (_name, script) => {
    await using fixture = chainFixture({ a: script }, { limits: { maxResponseBytes: 1000 } });
    expect(await failureOf(fixture.ask().text())).toMatchObject(tooLarge);
  });

  it('limits what is held back before the commit', async () => {
    const chain = { commit: 'complete', limits: { maxResponseBytes: 1000 } } as const;
    await using fixture = chainFixture({ a: [...long, finish] }, { chain });
    expect(await failureOf(fixture.ask().text())).toMatchObject(tooLarge);
  });

  it('is taken from the target before the chain and the runtime', async () => {
    const targets = [{ target: 'a/model', limits: { maxResponseBytes: 5000 } }];
    await using fixture = chainFixture(
      { a: [...long, finish] },
      { chain: { targets, limits: { maxResponseBytes: 1 } }, limits: { maxResponseBytes: 2 } },
    );
    expect(await fixture.ask().text()).toHaveLength(2000);
  });

  it('falls back like any failure of a provider before the commit', async () => {
    const chain = { commit: 'complete', limits: { maxResponseBytes: 1000 } } as const;
    await using fixture = chainFixture({ a: [...long, finish], b: [text('b'), finish] }, { chain });
    expect(await fixture.ask().text()).toBe('b');
  });
});

it('a provider receives the limits of its target', async () => {
  await using fixture = chainFixture(
    { a: [text('a'), finish] },
    { limits: { maxJsonBytes: 7 }, chain: { limits: { maxErrorBytes: 8 } } },
  );
  await fixture.ask().text();
  expect(fixture.provider('a').contexts[0]?.limits).toEqual({
    maxEventBytes: 8_388_608,
    maxErrorBytes: 8,
    maxJsonBytes: 7,
    maxResponseBytes: 67_108_864,
  });
});
