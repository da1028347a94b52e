import type { TargetLoad } from '../../health/target-state.ts';
import type { ResolvedMember, ResolvedPool, RouteNode } from '../../registry/route/route.ts';
import type { PoolCandidate, RankFacts, RankReason } from './rank-members.ts';
import { rankMembers } from './rank-members.ts';

/** What the order of the targets of a chat depends on. Targets are given by their index in the routes. */
export interface OrderFacts extends RankFacts {
  load(index: number): TargetLoad;
  isAvailable(index: number): boolean;
  /** How many chats have used the pool. */
  turnOf(pool: ResolvedPool): number;
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

const noTurns: TargetOrder['turns'] = [];

/** A member of a pool, with the order of its targets. Its load is that of all of them. */
class OrderedMember implements PoolCandidate {
  readonly member: ResolvedMember;
  readonly order: TargetOrder;
  readonly inFlight: number;
  readonly lastUsedAt: number | undefined;
  readonly #facts: OrderFacts;
  readonly #first: TargetLoad | undefined;

  constructor(member: ResolvedMember, facts: OrderFacts) {
    this.member = member;
    this.order = orderTargets(member.nodes, facts);
    this.#facts = facts;
    let inFlight = 0;
    for (const { index } of this.order.targets) {
      const load = facts.load(index);
      this.#first ??= load;
      inFlight += load.inFlight;
      const { lastUsedAt = -1 } = load;
      if (lastUsedAt > (this.lastUsedAt ?? -1)) this.lastUsedAt = lastUsedAt;
    }
    this.inFlight = inFlight;
  }

  medianMs(): number | undefined {
    return this.#first?.medianMs(this.#facts.now);
  }

  isAvailable(): boolean {
    return this.order.targets.some(({ index }) => this.#facts.isAvailable(index));
  }
}

/**
 * Returns the order in which a chat prefers its targets. Pools are replaced by their members in the order of their
 * strategies. Calls itself once per level of pools.
 */
export function orderTargets(nodes: readonly RouteNode[], facts: OrderFacts): TargetOrder {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) return orderNode(first, facts);
  const targets: OrderedTarget[] = [];
  const turns: ResolvedPool[] = [];
  for (const node of nodes) {
    const order = orderNode(node, facts);
    targets.push(...order.targets);
    turns.push(...order.turns);
  }
  return { targets, turns };
}

function orderNode(node: RouteNode, facts: OrderFacts): TargetOrder {
  if (typeof node === 'object') return orderPool(node, facts);
  return { targets: [{ index: node, choice: undefined }], turns: noTurns };
}

function orderPool(pool: ResolvedPool, facts: OrderFacts): TargetOrder {
  const turn = takesTurns(pool, facts) ? facts.turnOf(pool) : undefined;
  const ranked = rankMembers(pool, orderMembers(pool, turn ?? 0, facts), turn, facts);
  const targets: OrderedTarget[] = [];
  const turns = turn === undefined ? [] : [pool];
  let position = 0;
  for (const { candidate, reason } of ranked) {
    const choice = { pool, candidate, reason, position };
    for (const target of candidate.order.targets) {
      targets.push(target.choice ? target : { index: target.index, choice });
    }
    // The members that are only a fallback keep their turns. Otherwise a pool of two pools of two members would always
    // select the same inner members.
    if (position === 0 || pool.strategy === 'priority') {
      for (const inner of candidate.order.turns) turns.push(inner);
    }
    position += 1;
  }
  return { targets, turns };
}

/** Returns the member whose turn it is, those after it, and then those before it. */
function orderMembers(
  { members }: ResolvedPool,
  turn: number,
  facts: OrderFacts,
): readonly OrderedMember[] {
  const ordered: OrderedMember[] = [];
  for (let count = 0; count < members.length; count += 1) {
    const member = members[(turn + count) % members.length];
    if (member) ordered.push(new OrderedMember(member, facts));
  }
  return ordered;
}

function takesTurns({ strategy }: ResolvedPool, { affinity }: OrderFacts): boolean {
  return affinity === undefined && strategy !== 'priority' && strategy !== 'weighted';
}
