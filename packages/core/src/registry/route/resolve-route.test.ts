import { describe, expect, it } from 'vitest';

import { ScriptedProvider } from '../../testing/scripted-provider.ts';
import type { ChainDefinition } from '../chain/chain-definition.ts';
import { createRouteTable } from './create-route-table.ts';
import { resolveChain, resolveRoute } from './resolve-route.ts';
import type { ResolvedName } from './route.ts';

const providers = ['a', 'b', 'c'].map(
  (id) =>
    new ScriptedProvider<string>({
      id,
      models: ['x', 'y'],
      lifecycle: { state: 'active' },
      script: [],
    }).definition,
);

function resolve(
  name: string,
  chains: Readonly<Record<string, ChainDefinition>>,
  aliases: Readonly<Record<string, string>> = {},
): ResolvedName {
  return resolveRoute(name, createRouteTable({ providers, chains, aliases }));
}

function namesOf({ routes }: ResolvedName): readonly string[] {
  return routes.map(({ definition, model }) => `${definition.id}/${model}`);
}

describe('the routes of a chain', () => {
  it('are its targets in order', () => {
    expect(namesOf(resolve('main', { main: ['b/y', 'a/x', 'b/x'] }))).toEqual([
      'b/y',
      'a/x',
      'b/x',
    ]);
  });

  it('include those of nested chains and aliases', () => {
    const chains = { main: ['quick', 'inner', 'c/y'], inner: ['b/x', 'deep'], deep: ['b/y'] };
    expect(namesOf(resolve('main', chains, { quick: 'a/x' }))).toEqual([
      'a/x',
      'b/x',
      'b/y',
      'c/y',
    ]);
  });

  it('are the same for an alias of the chain', () => {
    const { chain, routes } = resolve(
      'team',
      { main: { targets: ['a/x'], deadlineMs: 5 } },
      { team: 'main' },
    );
    expect(chain?.deadlineMs).toBe(5);
    expect(routes).toHaveLength(1);
  });

  it('have the chat options of the outermost chain only', () => {
    const { chain } = resolve('main', {
      main: { targets: ['inner'], maxAttempts: 2 },
      inner: {
        targets: ['a/x'],
        deadlineMs: 5,
        commit: 'complete',
        errorRules: { timeout: { retry: 'no' } },
      },
    });
    expect(chain).toEqual({ form: 'object', targets: [{ target: 'inner' }], maxAttempts: 2 });
  });

  it('have no chain for a single target', () => {
    expect(resolve('a/x', { main: ['a/x'] }).chain).toBeUndefined();
  });
});

describe('nested chains', () => {
  /** Returns chains in which each has the targets of the one before it, `width` times. */
  function nest(count: number, width: number): Readonly<Record<string, ChainDefinition>> {
    const names = Array.from({ length: count }, (_, index) => `c${index}`);
    return Object.fromEntries(
      names.map((name, index) => [
        name,
        index === 0 ? ['a/x'] : Array.from({ length: width }, () => `c${index - 1}`),
      ]),
    );
  }

  it('can be nested 3,000 times, in any order', () => {
    const chains = nest(3000, 1);
    expect(namesOf(resolve('c2999', chains))).toEqual(['a/x']);
    const reversed = Object.fromEntries(Object.entries(chains).toReversed());
    expect(namesOf(resolve('c2999', reversed))).toEqual(['a/x']);
  });

  it('have at most 1,000 targets', () => {
    expect(resolve('c9', nest(10, 2)).routes).toHaveLength(512);
    expect(() => resolve('c0', nest(40, 2))).toThrow(
      'chains.c10: expected at most 1000 targets, those of nested chains included, received 1024',
    );
    const table = createRouteTable({ providers, chains: nest(10, 2) });
    const targets = ['c9', 'c9'].map((target) => ({ target }));
    expect(() => resolveChain({ form: 'list', targets }, table, 'model')).toThrow(
      'model: expected at most 1000',
    );
  });

  it('show the first names of a long circle', () => {
    const chains = { ...nest(3000, 1), c0: ['c2999'] };
    expect(() => resolve('a/x', chains)).toThrow(
      /circular reference c0 → c2999 → c2998 → c2997 → .{1,50} → … → c0$/,
    );
  });
});

describe('pools', () => {
  it('are resolved to the positions of their targets, those of nested chains too', () => {
    const { routes, nodes } = resolve('main', {
      main: ['c/x', 'inner', { pool: ['inner', 'b/y'], strategy: 'fastest' }],
      inner: ['a/x', { pool: ['b/x', 'a/y'], strategy: 'round-robin' }],
    });
    expect(routes).toHaveLength(8);
    const inner = (start: number) => ({
      id: 'round-robin(b/"x"*1 a/"y"*1)',
      strategy: 'round-robin',
      depth: 1,
      totalWeight: 2,
      members: [
        { id: 'b/"x"', nodes: [start], weight: 1 },
        { id: 'a/"y"', nodes: [start + 1], weight: 1 },
      ],
    });
    expect(nodes).toEqual([
      0,
      1,
      inner(2),
      expect.objectContaining({
        depth: 2,
        members: [
          expect.objectContaining({ nodes: [4, inner(5)] }),
          { id: 'b/"y"', nodes: [7], weight: 1 },
        ],
      }),
    ]);
  });

  it('are not needed for a chain without them', () => {
    expect(resolve('main', { main: ['a/x', 'inner'], inner: ['b/x'] }).nodes).toBeUndefined();
  });

  it('count for the limit of 1,000 targets', () => {
    const names = (count: number) => Array.from({ length: count }, () => 'a/x');
    expect(resolve('main', { main: [{ pool: names(1000) }] }).routes).toHaveLength(1000);
    expect(() =>
      resolve('main', { main: [{ pool: [{ pool: names(999) }, 'b/x', 'c/x'] }] }),
    ).toThrow(
      'chains.main: expected at most 1000 targets, those of nested chains included, received 1001',
    );
  });

  it('are inside of each other at most 32 times, those of nested chains included', () => {
    const nested = (depth: number): Record<string, ChainDefinition> => ({
      c0: ['a/x'],
      ...Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [`c${index + 1}`, { pool: [`c${index}`] }]),
      ),
    });
    expect(resolve('c32', nested(32)).routes).toHaveLength(1);
    expect(() => resolve('c33', nested(33))).toThrow(
      'chains.c33: expected at most 32 pools inside of each other',
    );
  });
});

describe('the options of a target', () => {
  it('apply to its route', () => {
    const target = {
      target: 'a/x',
      parameters: { temperature: 0 },
      timeouts: { idleMs: 5 },
      maxConcurrent: 2,
    };
    expect(resolve('main', { main: ['b/x', target] }).routes).toMatchObject([
      { parameters: {}, timeouts: {}, maxConcurrent: undefined },
      { parameters: { temperature: 0 }, timeouts: { idleMs: 5 }, maxConcurrent: 2 },
    ]);
  });

  it('take precedence over those of an inner chain, field by field', () => {
    const { routes } = resolve('main', {
      main: [
        {
          target: 'inner',
          parameters: { temperature: 1 },
          timeouts: { idleMs: 10, totalMs: 11 },
          maxConcurrent: 9,
        },
        'inner',
      ],
      inner: [
        {
          target: 'a/x',
          parameters: { temperature: 0, seed: 7 },
          timeouts: { idleMs: 5, headersMs: 6 },
          maxConcurrent: 1,
        },
        'b/x',
      ],
    });
    expect(routes).toMatchObject([
      {
        parameters: { temperature: 1, seed: 7 },
        timeouts: { idleMs: 10, totalMs: 11, headersMs: 6 },
        maxConcurrent: 9,
      },
      { parameters: { temperature: 1 }, timeouts: { idleMs: 10, totalMs: 11 }, maxConcurrent: 9 },
      {
        parameters: { temperature: 0, seed: 7 },
        timeouts: { idleMs: 5, headersMs: 6 },
        maxConcurrent: 1,
      },
      { parameters: {}, timeouts: {}, maxConcurrent: undefined },
    ]);
  });

  it('take precedence over the timeouts of their own chain', () => {
    const { routes } = resolve('main', {
      main: ['inner', { target: 'inner', timeouts: { idleMs: 30 } }],
      inner: {
        targets: ['a/x', { target: 'b/x', timeouts: { idleMs: 20 } }],
        timeouts: { idleMs: 10, totalMs: 99 },
      },
    });
    expect(routes.map(({ timeouts }) => timeouts)).toEqual([
      { idleMs: 10, totalMs: 99 },
      { idleMs: 20, totalMs: 99 },
      { idleMs: 30, totalMs: 99 },
      { idleMs: 30, totalMs: 99 },
    ]);
  });
});
