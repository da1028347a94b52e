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
    expect(chain).toEqual({ targets: [{ target: 'inner' }], maxAttempts: 2 });
  });

  it('have no chain for a single target', () => {
    expect(resolve('a/x', { main: ['a/x'] }).chain).toBeUndefined();
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
