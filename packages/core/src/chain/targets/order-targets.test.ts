import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type {
  ChainTargetDefinition,
  PoolDefinition,
} from '../../registry/chain/chain-definition.ts';
import { readChain } from '../../registry/chain/read-chain.ts';
import { createRouteTable } from '../../registry/route/create-route-table.ts';
import { resolveChain } from '../../registry/route/resolve-route.ts';
import type { RouteNode } from '../../registry/route/route.ts';
import { ScriptedProvider } from '../../testing/scripted-provider.ts';
import type { OrderFacts, TargetOrder } from './order-targets.ts';
import { orderTargets } from './order-targets.ts';

const { definition } = new ScriptedProvider<string>({
  id: 'a',
  models: ['x', 'y'],
  lifecycle: { state: 'active' },
  script: [],
});
const table = createRouteTable({ providers: [definition], chains: { pair: ['a/x', 'a/y'] } });

function toNodes(targets: readonly ChainTargetDefinition[]): readonly RouteNode[] {
  const { nodes, routes } = resolveChain(readChain(targets, 'model'), table, 'model');
  return nodes ?? [...routes.keys()];
}

const { leaf, pool } = fc.letrec<{
  leaf: string;
  pool: PoolDefinition;
  member: string | PoolDefinition;
}>((tie) => ({
  leaf: fc.constantFrom('a/x', 'a/y', 'pair'),
  member: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('pool')),
  pool: fc.record({
    pool: fc.array(tie('member'), { minLength: 1, maxLength: 4 }),
    strategy: fc.constantFrom(
      'priority' as const,
      'weighted' as const,
      'round-robin' as const,
      'least-busy' as const,
      'fastest' as const,
    ),
  }),
}));
const chain = fc.array(fc.oneof(leaf, pool), { minLength: 1, maxLength: 4 });
const maybe = fc.option(fc.nat(1000), { nil: undefined });
const load = fc.record({
  inFlight: fc.nat(5),
  medianMs: maybe.map((ms) => () => ms),
  lastUsedAt: maybe,
});
const facts: fc.Arbitrary<OrderFacts> = fc
  .record({
    affinity: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    loads: fc.array(load, { minLength: 1, maxLength: 9 }),
    available: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
    turn: fc.nat(25),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ affinity, loads, available, turn, random }) => ({
    now: 1000,
    affinity,
    load: (index) =>
      loads[index % loads.length] ?? {
        inFlight: 0,
        medianMs: () => undefined,
        lastUsedAt: undefined,
      },
    isAvailable: (index) => available[index % available.length] ?? true,
    turnOf: () => turn,
    random: () => random,
  }));

function always(
  check: (nodes: readonly RouteNode[], order: TargetOrder, given: OrderFacts) => void,
): void {
  const property = fc.property(chain, facts, (targets, given) => {
    const nodes = toNodes(targets);
    check(nodes, orderTargets(nodes, given), given);
  });
  fc.assert(property, { seed: 1, numRuns: 2000 });
}

/** The indexes of the targets in a node, in the listed order. */
function indexesOf(node: RouteNode): readonly number[] {
  return typeof node === 'number'
    ? [node]
    : node.members.flatMap(({ nodes }) => nodes.flatMap(indexesOf));
}

function describeTargets({ targets }: TargetOrder) {
  return targets.map(({ index, choice }) => [index, choice?.reason, choice?.position]);
}

describe('orderTargets', () => {
  it('returns every target once, and keeps those of a node together', () => {
    always((nodes, { targets }) => {
      const order = targets.map(({ index }) => index);
      let start = 0;
      for (const node of nodes) {
        const indexes = indexesOf(node);
        const part = order.slice(start, start + indexes.length);
        expect(part.toSorted((left, right) => left - right)).toEqual(indexes);
        start += indexes.length;
      }
      expect(order).toHaveLength(start);
    });
  });

  it('gives a choice to the targets in pools, and to no others', () => {
    always((nodes, { targets }) => {
      const single = new Set(nodes.filter((node) => typeof node === 'number'));
      for (const { index, choice } of targets) expect(choice === undefined).toBe(single.has(index));
    });
  });

  it('takes at most one turn in each pool, none with an affinity', () => {
    always((_nodes, { turns }, { affinity }) => {
      expect(new Set(turns).size).toBe(turns.length);
      expect(turns.every(({ strategy }) => !['priority', 'weighted'].includes(strategy))).toBe(
        true,
      );
      expect(affinity === undefined || turns.length === 0).toBe(true);
    });
  });

  it('returns the same order for the same facts', () => {
    always((nodes, order, given) => {
      const again = orderTargets(nodes, given);
      expect(again.turns).toEqual(order.turns);
      expect(describeTargets(again)).toEqual(describeTargets(order));
    });
  });
});
