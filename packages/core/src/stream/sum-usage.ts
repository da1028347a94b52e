import type { Attempt } from '../chat/attempt.ts';
import type { TotalUsage, Usage } from '../chat/usage.ts';

/** Returns the token counts of all attempts that sent a request. */
export function sumUsage(attempts: readonly Pick<Attempt, 'requests' | 'usage'>[]): TotalUsage {
  const usages = attempts.filter(({ requests }) => requests > 0).map(({ usage }) => usage);
  return {
    inputTokens: sumOf(usages, 'inputTokens'),
    outputTokens: sumOf(usages, 'outputTokens'),
    cachedInputTokens: sumOf(usages, 'cachedInputTokens'),
    cacheWriteTokens: sumOf(usages, 'cacheWriteTokens'),
    reasoningTokens: sumOf(usages, 'reasoningTokens'),
    ...(usages.some(isIncomplete) && { incomplete: true }),
  };
}

function isIncomplete(usage: Usage | undefined): boolean {
  return usage?.inputTokens === undefined || usage.outputTokens === undefined;
}

function sumOf(usages: readonly (Usage | undefined)[], count: keyof Usage): number | undefined {
  const known = usages.map((usage) => usage?.[count]).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
