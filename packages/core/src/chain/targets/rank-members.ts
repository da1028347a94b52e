import { medianAgeMs } from '../../health/latency-samples.ts';
import type { ResolvedMember, ResolvedPool } from '../../registry/route/route.ts';

/** What decided about the position of a member: the strategy of the pool, or something that replaces it. */
export type RankReason = 'strategy' | 'affinity' | 'exploration';

/** What the order of the members of a pool depends on. */
export interface RankFacts {
  readonly now: number;
  /** Identifies the conversation. */
  readonly affinity: string | undefined;
  /** Returns a number from 0 to below 1. Called for each member of a weighted pool. */
  random(): number;
}

/** A member of a pool, with the load of all its targets. */
export interface PoolCandidate {
  readonly member: ResolvedMember;
  readonly inFlight: number;
  /** When the last attempt started, on the monotonic clock. Undefined if there was none. */
  readonly lastUsedAt: number | undefined;
  /** Returns the median of the target that the member tries first. Called only where the strategy needs it. */
  medianMs(): number | undefined;
  isAvailable(): boolean;
}

interface WithRank {
  readonly rank: Rank;
}

export interface RankedMember<Candidate> extends WithRank {
  readonly candidate: Candidate;
  readonly reason: RankReason;
}

/** The position of a member: by group, then by cost. Lower goes first. */
interface Rank {
  readonly group: number;
  readonly cost: number;
}

/** The rank of the member that a pool `fastest` explores. */
const explored: Rank = { group: -1, cost: 0 };
/** The rank of each member where only the turn decides. */
const inTurn: Rank = { group: 0, cost: 0 };

/** A pool `fastest` sends every tenth chat to the member that was not used for the longest time. */
const explorationInterval = 10;

/**
 * Returns the members of a pool in the order in which a chat prefers them.
 *
 * @param candidates - in the order that decides between equal members
 * @param turn - how many chats have used the pool; undefined if it takes no turns
 */
export function rankMembers<Candidate extends PoolCandidate>(
  pool: ResolvedPool,
  candidates: readonly Candidate[],
  turn: number | undefined,
  facts: RankFacts,
): readonly RankedMember<Candidate>[] {
  const leastUsed = isExploration(pool, turn) ? findLeastRecentlyUsed(candidates) : undefined;
  const { affinity } = facts;
  const isSticky = affinity !== undefined && pool.strategy !== 'priority';
  const ranked = candidates.map((candidate): RankedMember<Candidate> => {
    if (candidate === leastUsed) {
      return { candidate, reason: 'exploration', rank: explored };
    }
    if (isSticky) {
      const rank = rankByWeight(candidate, hashToUnit(candidate.member.id, affinity));
      return { candidate, reason: 'affinity', rank };
    }
    return { candidate, reason: 'strategy', rank: rankByStrategy(candidate, pool, facts) };
  });
  // Equal members are in order.
  return ranked.some(({ rank }) => rank !== inTurn) ? ranked.toSorted(compareRanks) : ranked;
}

function rankByStrategy(
  candidate: PoolCandidate,
  { strategy }: ResolvedPool,
  facts: RankFacts,
): Rank {
  switch (strategy) {
    case 'priority':
    case 'round-robin':
      return inTurn;
    case 'weighted':
      return rankByWeight(candidate, facts.random());
    case 'least-busy':
      return { group: 0, cost: candidate.inFlight };
    case 'fastest':
      return rankBySpeed(candidate, facts.now);
  }
}

/**
 * Orders at random without replacement, in proportion to the weights (Efraimidis and Spirakis, "Weighted random
 * sampling with a reservoir"). With hashes instead of random numbers this is weighted rendezvous hashing.
 *
 * @param unit - from 0 to below 1
 */
function rankByWeight({ member: { weight } }: PoolCandidate, unit: number): Rank {
  return weight === 0 ? { group: 1, cost: 0 } : { group: 0, cost: -Math.log(1 - unit) / weight };
}

/**
 * A member without a known time goes first, once: until its time is known, or if its attempt failed, it goes last. The
 * fourth root of the attempts in flight spreads concurrent chats, and keeps most of them on a member that is twice as
 * fast.
 */
function rankBySpeed(candidate: PoolCandidate, now: number): Rank {
  const { inFlight, lastUsedAt } = candidate;
  const medianMs = candidate.medianMs();
  if (medianMs !== undefined) {
    return { group: 1, cost: medianMs * Math.sqrt(Math.sqrt(1 + inFlight)) };
  }
  const wasUsed = lastUsedAt !== undefined && now - lastUsedAt <= medianAgeMs;
  return { group: wasUsed ? 2 : 0, cost: inFlight };
}

/** Infinite costs are equal. */
function compareRanks({ rank: left }: WithRank, { rank: right }: WithRank): number {
  if (left.group !== right.group) return left.group - right.group;
  return left.cost < right.cost ? -1 : Number(left.cost > right.cost);
}

function isExploration({ strategy }: ResolvedPool, turn: number | undefined): boolean {
  if (strategy !== 'fastest' || turn === undefined) return false;
  return turn % explorationInterval === explorationInterval - 1;
}

function findLeastRecentlyUsed<Candidate extends PoolCandidate>(
  candidates: readonly Candidate[],
): Candidate | undefined {
  return candidates
    .filter((candidate) => candidate.isAvailable())
    .toSorted((left, right) => (left.lastUsedAt ?? -1) - (right.lastUsedAt ?? -1))[0];
}

/** Returns a number from 0 to below 1 that depends on both texts (FNV-1a, with the finalizer of MurmurHash3). */
function hashToUnit(...texts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    // Separates the texts.
    hash = Math.imul(hash ^ 0x10000, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
