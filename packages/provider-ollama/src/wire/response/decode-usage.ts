import type { JsonObject, UsageEvent } from '@understudy/core/provider';
import { readNumber } from '@understudy/provider-utils';

/** Decodes the token counts of the last line. The server leaves out a count of 0. Thinking is part of `eval_count`. */
export function decodeUsage(line: JsonObject): UsageEvent | undefined {
  const inputTokens = readCount(line, 'prompt_eval_count');
  const outputTokens = readCount(line, 'eval_count');
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { type: 'usage', inputTokens, outputTokens };
}

function readCount(line: JsonObject, name: string): number | undefined {
  const count = readNumber(line, name);
  return count !== undefined && count >= 0 ? count : undefined;
}
