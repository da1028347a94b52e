import { readNumber, readObject } from '@understudy/core/internal';
import type { Usage } from '@understudy/core/provider';

/** Returns the token counts of a finish: nested since `v3`, flat in `v2`. Undefined if the vendor reported none. */
export function decodeUsage(usage: unknown): Usage | undefined {
  const input = readObject(usage, 'inputTokens');
  const output = readObject(usage, 'outputTokens');
  const counts: Usage = {
    inputTokens: readNumber(input, 'total') ?? readNumber(usage, 'inputTokens'),
    outputTokens: readNumber(output, 'total') ?? readNumber(usage, 'outputTokens'),
    cachedInputTokens: readNumber(input, 'cacheRead') ?? readNumber(usage, 'cachedInputTokens'),
    cacheWriteTokens: readNumber(input, 'cacheWrite'),
    reasoningTokens: readNumber(output, 'reasoning') ?? readNumber(usage, 'reasoningTokens'),
  };
  return Object.values(counts).some((count) => count !== undefined) ? counts : undefined;
}
