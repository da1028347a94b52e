import { describe, expect, it } from 'vitest';

import { ScriptedProvider } from '../testing/scripted-provider.ts';
import type { ChainDefinition } from './chain-definition.ts';
import { createRouteTable } from './create-route-table.ts';
import { resolveRoute } from './resolve-route.ts';
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

describe('a chain', () => {
  it('leads to its targets in order', () => {
    expect(namesOf(resolve('main', { main: ['b/y', 'a/x', 'b/x'] }))).toEqual([
      'b/y',
      'a/x',
      'b/x',
    ]);
  });

  it('may have chains and aliases in it, whose targets stand in their place', () => {
    const chains = { main: ['quick', 'inner', 'c/y'], inner: ['b/x', 'deep'], deep: ['b/y'] };
    expect(namesOf(resolve('main', chains, { quick: 'a/x' }))).toEqual([
      'a/x',
      'b/x',
      'b/y',
      'c/y',
    ]);
  });

  it('is known by its alias too, with all that it sets', () => {
    const { chain, routes } = resolve(
      'team',
      { main: { targets: ['a/x'], deadlineMs: 5 } },
      { team: 'main' },
    );
    expect(chain?.deadlineMs).toBe(5);
    expect(routes).toHaveLength(1);
  });

  it('sets for the whole chat only what the chain that was named says', () => {
    const { chain } = resolve('main', {
      main: { targets: ['inner'], maxAttempts: 2 },
      inner: {
        targets: ['a/x'],
        deadlineMs: 5,
        commit: 'complete',
        errorRules: { timeout: { retry: 'no' } },
      },
    });
    expect(chain).toEqual({ targets: [{ target: 'inner' }], maxAttempts: 2 });
  });

  it('is none, where a target was named', () => {
    expect(resolve('a/x', { main: ['a/x'] }).chain).toBeUndefined();
  });
});

describe('what is set for a target', () => {
  it('goes along to it', () => {
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

  it('further out goes before what is set further in, field by field', () => {
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

  it('is what an inner chain sets for all of its targets, where they say nothing of their own', () => {
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
