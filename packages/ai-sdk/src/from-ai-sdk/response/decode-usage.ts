import { readNumber, readObject } from '@understudy/core/internal';
import type { Usage } from '@understudy/core/provider';

/**
 * Returns the token counts of a finish: nested since `v3`, flat in `v2`. Undefined if the vendor reported none. Models
 * compute some counts from others, so one can be `NaN` or negative. It is left out.
 */
export function decodeUsage(usage: unknown): Usage | undefined {
  const input = readObject(usage, 'inputTokens');
  const output = readObject(usage, 'outputTokens');
  const counts: Usage = {
    inputTokens: readCount(input, 'total') ?? readCount(usage, 'inputTokens'),
    outputTokens: readCount(output, 'total') ?? readCount(usage, 'outputTokens'),
    cachedInputTokens: readCount(input, 'cacheRead') ?? readCount(usage, 'cachedInputTokens'),
    cacheWriteTokens: readCount(input, 'cacheWrite'),
    reasoningTokens: readCount(output, 'reasoning') ?? readCount(usage, 'reasoningTokens'),
  };
  return Object.values(counts).some((count) => count !== undefined) ? counts : undefined;
}

function readCount(value: unknown, name: string): number | undefined {
  const count = readNumber(value, name);
  return count !== undefined && count >= 0 && Number.isFinite(count) ? count : undefined;
}
