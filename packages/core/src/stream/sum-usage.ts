import type { Attempt } from '../chat/attempt.ts';
import type { TotalUsage, Usage } from '../chat/usage.ts';

/** Returns the token counts of all attempts that sent a request. */
export function sumUsage(attempts: readonly Pick<Attempt, 'requests' | 'usage'>[]): TotalUsage {
  let total: TotalUsage | undefined;
  for (const { requests, usage } of attempts) {
    if (requests === 0) continue;
    const counts = toTotal(usage);
    total = total ? add(total, counts) : counts;
  }
  return total ?? noUsage;
}

const noUsage: TotalUsage = { inputTokens: undefined, outputTokens: undefined };

function toTotal(usage: Usage = noUsage): TotalUsage {
  const { inputTokens, outputTokens } = usage;
  const isIncomplete = inputTokens === undefined || outputTokens === undefined;
  return isIncomplete ? { ...usage, incomplete: true } : usage;
}

function add(one: TotalUsage, other: TotalUsage): TotalUsage {
  const incomplete = one.incomplete === true || other.incomplete === true;
  return {
    inputTokens: sum(one.inputTokens, other.inputTokens),
    outputTokens: sum(one.outputTokens, other.outputTokens),
    cachedInputTokens: sum(one.cachedInputTokens, other.cachedInputTokens),
    cacheWriteTokens: sum(one.cacheWriteTokens, other.cacheWriteTokens),
    reasoningTokens: sum(one.reasoningTokens, other.reasoningTokens),
    ...(incomplete && { incomplete }),
  };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one + other;
}
