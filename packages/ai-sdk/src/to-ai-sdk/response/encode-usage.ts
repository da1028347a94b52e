import type { Usage } from '@understudy/core';

import type { CallUsage } from '../../specification/language-model.ts';

/** Returns the token counts as the AI SDK has them. */
export function encodeUsage(usage: Usage | undefined): CallUsage {
  const { inputTokens, outputTokens, reasoningTokens } = usage ?? {};
  const { cachedInputTokens, cacheWriteTokens } = usage ?? {};
  return {
    inputTokens: {
      total: inputTokens,
      noCache: subtract(inputTokens, (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0)),
      cacheRead: cachedInputTokens,
      cacheWrite: cacheWriteTokens,
    },
    outputTokens: {
      total: outputTokens,
      text: subtract(outputTokens, reasoningTokens ?? 0),
      reasoning: reasoningTokens,
    },
  };
}

function subtract(total: number | undefined, part: number): number | undefined {
  return total === undefined ? undefined : Math.max(0, total - part);
}
