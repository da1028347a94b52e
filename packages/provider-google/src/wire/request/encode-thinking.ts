import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules, ThinkingLevel, ThinkingRules } from '../model-rules.ts';

/**
 * Encodes `reasoningEffort` as `thinkingConfig`. What the model does not support is sent as the nearest that it does.
 *
 * The text of the reasoning is requested, because the API sends nothing else while the model reasons.
 */
export function encodeThinking(
  effort: ReasoningEffort | undefined,
  { thinking }: ModelRules,
  maxOutputTokens: number | undefined,
  warn: Warn,
): JsonObject | undefined {
  if (effort === undefined) return undefined;
  switch (thinking.type) {
    case 'none':
      if (effort !== 'none') warn('reasoningEffort omitted: the model does not reason');
      return undefined;
    case 'budget':
      return encodeBudget(effort, thinking, maxOutputTokens, warn);
    case 'levels':
      return encodeLevel(effort, thinking.levels, warn);
  }
}

const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 512,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 32_768,
  max: 32_768,
};

/** `maxOutputTokens` includes the reasoning, so the budget leaves a quarter for the response. */
function encodeBudget(
  effort: ReasoningEffort,
  { min, max, least }: ThinkingRules & { readonly type: 'budget' },
  maxOutputTokens: number = Number.POSITIVE_INFINITY,
  warn: Warn,
): JsonObject {
  if (effort === 'none') {
    if (least > 0) warn(`reasoningEffort "none" sent as ${least} tokens: the model always reasons`);
    return { thinkingBudget: least };
  }
  const limit = Math.min(max, Math.floor(maxOutputTokens * 0.75));
  const thinkingBudget = Math.max(min, Math.min(budgets[effort], limit));
  return { thinkingBudget, includeThoughts: true };
}

function encodeLevel(
  effort: ReasoningEffort,
  levels: readonly ThinkingLevel[],
  warn: Warn,
): JsonObject | undefined {
  const thinkingLevel = findNearestEffort(effort, levels);
  if (thinkingLevel === undefined) return undefined;
  if (thinkingLevel !== effort) warn(`reasoningEffort "${effort}" sent as "${thinkingLevel}"`);
  return { thinkingLevel, ...(effort !== 'none' && { includeThoughts: true }) };
}
