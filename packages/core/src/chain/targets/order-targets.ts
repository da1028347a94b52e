import type { TargetLoad } from '../../health/target-state.ts';
import type { PoolStrategy } from '../../registry/chain/chain-definition.ts';
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
  readonly strategy: PoolStrategy;
  readonly reason: RankReason;
  /** The position of the member in the order of this chat. */
  readonly position: number;
  /** How many members the pool has. */
  readonly size: number;
  readonly weight: number;
  readonly totalWeight: number;
  readonly inFlight: number;
  readonly medianMs: number | undefined;
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
  return join(
    nodes.map((node) =>
      typeof node === 'number'
        ? { targets: [{ index: node, choice: undefined }], turns: [] }
        : orderPool(node, facts),
    ),
  );
}

function orderPool(pool: ResolvedPool, facts: OrderFacts): TargetOrder {
  const turn = takesTurns(pool, facts) ? facts.turnOf(pool) : undefined;
  const candidates = pool.members.map((member) => toCandidate(member, facts));
  const ranked = rankMembers(pool, candidates, turn, facts).map(({ candidate, reason }, position) =>
    addChoice(candidate, {
      strategy: pool.strategy,
      reason,
      position,
      size: candidates.length,
      weight: candidate.member.weight,
      totalWeight: pool.totalWeight,
      inFlight: candidate.inFlight,
      medianMs: candidate.medianMs,
    }),
  );
  const own = turn === undefined ? [] : [pool];
  // The members that are only a fallback keep their turns. Otherwise a pool of two pools of two members would always
  // select the same inner members.
  const entered = pool.strategy === 'priority' ? ranked : ranked.slice(0, 1);
  return { targets: join(ranked).targets, turns: [...own, ...join(entered).turns] };
}

function takesTurns({ strategy }: ResolvedPool, { affinity }: OrderFacts): boolean {
  return affinity === undefined && strategy !== 'priority' && strategy !== 'weighted';
}

function toCandidate(member: ResolvedMember, facts: OrderFacts): OrderedMember {
  const order = orderTargets(member.nodes, facts);
  const loads = order.targets.map(({ index }) => facts.load(index));
  const used = loads.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  return {
    member,
    order,
    inFlight: loads.reduce((sum, { inFlight }) => sum + inFlight, 0),
    // That of the target which the member tries first.
    medianMs: loads[0]?.medianMs,
    lastUsedAt: used.length === 0 ? undefined : Math.max(...used),
    isAvailable: () => order.targets.some(({ index }) => facts.isAvailable(index)),
  };
}

function addChoice({ order }: OrderedMember, choice: MemberChoice): TargetOrder {
  const targets = order.targets.map((target) => (target.choice ? target : { ...target, choice }));
  return { ...order, targets };
}

function join(parts: readonly TargetOrder[]): TargetOrder {
  return {
    targets: parts.flatMap(({ targets }) => targets),
    turns: parts.flatMap(({ turns }) => turns),
  };
}
