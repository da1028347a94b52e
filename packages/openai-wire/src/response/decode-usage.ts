import type { UsageEvent } from '@understudy/core/provider';
import { readNumber, readObject } from '@understudy/provider-utils';

/** Decodes token counts. Returns undefined if there are none. */
export function decodeUsage(usage: unknown): UsageEvent | undefined {
  const inputTokens = readCount(usage, 'prompt_tokens');
  const completionTokens = readCount(usage, 'completion_tokens');
  if (inputTokens === undefined && completionTokens === undefined) return undefined;
  const cachedInputTokens =
    readCount(readObject(usage, 'prompt_tokens_details'), 'cached_tokens') ??
    // DeepSeek
    readCount(usage, 'prompt_cache_hit_tokens') ??
    // Moonshot
    readCount(usage, 'cached_tokens');
  const cacheWriteTokens = readCount(
    readObject(usage, 'prompt_tokens_details'),
    'cache_write_tokens',
  );
  const reasoningTokens =
    readCount(readObject(usage, 'completion_tokens_details'), 'reasoning_tokens') ??
    // Perplexity
    readCount(usage, 'reasoning_tokens');
  const isSeparate = countsReasoningSeparately(usage, reasoningTokens);
  return {
    type: 'usage',
    inputTokens,
    outputTokens:
      isSeparate && completionTokens !== undefined && reasoningTokens !== undefined
        ? completionTokens + reasoningTokens
        : completionTokens,
    ...(cachedInputTokens !== undefined && { cachedInputTokens }),
    ...(cacheWriteTokens !== undefined && { cacheWriteTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
}

/** `completion_tokens` includes reasoning at OpenAI, but not at xAI. `total_tokens` shows which. */
function countsReasoningSeparately(usage: unknown, reasoningTokens = 0): boolean {
  const input = readCount(usage, 'prompt_tokens') ?? 0;
  const output = readCount(usage, 'completion_tokens') ?? 0;
  const total = readCount(usage, 'total_tokens');
  return reasoningTokens > 0 && total === input + output + reasoningTokens;
}

function readCount(value: unknown, name: string): number | undefined {
  const count = readNumber(value, name);
  return count !== undefined && count >= 0 ? count : undefined;
}
