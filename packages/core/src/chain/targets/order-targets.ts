import type { TargetLoad } from '../../health/target-state.ts';
import type { ResolvedMember, ResolvedPool, RouteNode } from '../../registry/route/route.ts';
import type { PoolCandidate, RankFacts, RankReason } from './rank-members.ts';
import { rankMembers } from './rank-members.ts';

/** What the order of the targets of a chat depends on. Targets are given by their index in the routes. */
export interface OrderFacts extends RankFacts {
  readonly load: (index: number) => TargetLoad;
  readonly isAvailable: (index: number) => boolean;
  /** How many chats have used the pool. */
  readonly turnOf: (pool: ResolvedPool) => number;
}

/** Why a target has its position in a pool. */
export interface MemberChoice {
  readonly pool: ResolvedPool;
  readonly candidate: PoolCandidate;
  readonly reason: RankReason;
  /** The position of the member in the order of this chat. */
  readonly position: number;
}

export interface OrderedTarget {
  readonly index: number;
  /** The choice of the innermost pool. Undefined for a target that is in no pool. */
  readonly choice: MemberChoice | undefined;
}

/** The order of the targets of a chat. */
export interface TargetOrder {
  readonly targets: readonly OrderedTarget[];
  /** The pools in which the chat takes a turn. */
  readonly turns: readonly ResolvedPool[];
}

interface OrderedMember extends PoolCandidate {
  readonly order: TargetOrder;
}

/**
 * Returns the order in which a chat prefers its targets. Pools are replaced by their members in the order of their
 * strategies. Calls itself once per level of pools.
 */
export function orderTargets(nodes: readonly RouteNode[], facts: OrderFacts): TargetOrder {
  const targets: OrderedTarget[] = [];
  const turns: ResolvedPool[] = [];
  for (const node of nodes) {
    if (typeof node === 'number') {
      targets.push({ index: node, choice: undefined });
    } else {
      const order = orderPool(node, facts);
      targets.push(...order.targets);
      turns.push(...order.turns);
    }
  }
  return { targets, turns };
}

function orderPool(pool: ResolvedPool, facts: OrderFacts): TargetOrder {
  const turn = takesTurns(pool, facts) ? facts.turnOf(pool) : undefined;
  const candidates = pool.members.map((member) => toCandidate(member, facts));
  const targets: OrderedTarget[] = [];
  const turns = turn === undefined ? [] : [pool];
  const ranked = rankMembers(pool, candidates, turn, facts);
  let position = 0;
  for (const { candidate, reason } of ranked) {
    const choice = { pool, candidate, reason, position };
    for (const target of candidate.order.targets) {
      targets.push(target.choice ? target : { index: target.index, choice });
    }
    // The members that are only a fallback keep their turns. Otherwise a pool of two pools of two members would always
    // select the same inner members.
    if (position === 0 || pool.strategy === 'priority') turns.push(...candidate.order.turns);
    position += 1;
  }
  return { targets, turns };
}

function takesTurns({ strategy }: ResolvedPool, { affinity }: OrderFacts): boolean {
  return affinity === undefined && strategy !== 'priority' && strategy !== 'weighted';
}

function toCandidate(member: ResolvedMember, facts: OrderFacts): OrderedMember {
  const order = orderTargets(member.nodes, facts);
  let first: TargetLoad | undefined;
  let inFlight = 0;
  let lastUsedAt: number | undefined;
  for (const { index } of order.targets) {
    const load = facts.load(index);
    first ??= load;
    inFlight += load.inFlight;
    if (load.lastUsedAt !== undefined) lastUsedAt = Math.max(lastUsedAt ?? 0, load.lastUsedAt);
  }
  return {
    member,
    order,
    inFlight,
    lastUsedAt,
    medianMs: () => first?.medianMs,
    isAvailable: () => order.targets.some(({ index }) => facts.isAvailable(index)),
  };
}
