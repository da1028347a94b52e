import type { ChainOptions } from '@understudy/core';

type Node = ChainOptions['targets'][number];
type PoolMember = Extract<Node, { readonly pool: unknown }>['pool'][number];
/** A target with its options. */
export type LeafTarget = Extract<Node, { readonly target: string }>;

/** Returns the targets of a chain, those of its pools included. */
export function leavesOf({ targets }: Pick<ChainOptions, 'targets'>): readonly LeafTarget[] {
  return targets.flatMap(toLeaves);
}

function toLeaves(node: Node | PoolMember): readonly LeafTarget[] {
  if (typeof node === 'string') return [{ target: node }];
  return 'pool' in node ? node.pool.flatMap(toLeaves) : [node];
}

/** Returns how many requests a chat may send. */
export function maxAttemptsOf(chain: ChainOptions): number {
  const leaves = leavesOf(chain);
  const retries = leaves.reduce((sum, leaf) => sum + (leaf.retries ?? 0), 0);
  const { maxRetries = 2 } = chain.retry ?? {};
  const more = maxRetries > 2 ? maxRetries : 1;
  return chain.maxAttempts ?? Math.max(3, leaves.length + retries + more);
}

export function hasMinuteLimits(chain: ChainOptions): boolean {
  return leavesOf(chain).some(
    ({ requestsPerMinute, tokensPerMinute }) =>
      (requestsPerMinute ?? tokensPerMinute) !== undefined,
  );
}
