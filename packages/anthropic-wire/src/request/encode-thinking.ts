import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';

import type { Effort, ModelRules } from '../model-rules.ts';
import type { Warn } from './encode-block.ts';

/** How thinking is requested. */
export interface EncodedThinking {
  readonly thinking?: JsonObject;
  readonly effort?: Effort;
}

/** What decides how thinking can be requested. */
export interface ThinkingContext {
  readonly rules: ModelRules;
  readonly maxTokens: number;
  /** Whether the turn that the response continues began without thinking. A budget is rejected then. */
  readonly lacksThinking: boolean;
}

/** Without it, newer models withhold the text and send nothing while they think. */
const display = 'summarized';

/** Encodes `reasoningEffort` for a model. What the model does not support is sent as the nearest that it does. */
export function encodeThinking(
  effort: ReasoningEffort | undefined,
  { rules, maxTokens, lacksThinking }: ThinkingContext,
  warn: Warn,
): EncodedThinking {
  if (effort === undefined) return {};
  if (effort === 'none') return encodeLeast(rules, warn);
  const level = effort === 'minimal' ? 'low' : effort;
  switch (rules.thinking) {
    case 'none':
      warn('reasoningEffort omitted: the model does not reason');
      return {};
    case 'budget':
      return {
        ...(lacksThinking ? omitBudget(warn) : encodeBudget(effort, maxTokens, warn)),
        ...(rules.efforts.length > 0 && { effort: nearestEffort(level, rules, warn) }),
      };
    case 'adaptive':
      return {
        thinking: { type: 'adaptive', display },
        effort: nearestEffort(level, rules, warn),
      };
  }
}

function omitBudget(warn: Warn): EncodedThinking {
  warn('reasoningEffort omitted: the turn to continue began without reasoning of this model');
  return {};
}

function encodeLeast({ thinking, leastThinking }: ModelRules, warn: Warn): EncodedThinking {
  if (thinking === 'none') return {};
  switch (leastThinking) {
    case 'disabled':
      return { thinking: { type: 'disabled' } };
    case 'between_tools':
      warn('reasoningEffort "none" sent as thinking between tools: the model always reasons');
      return { thinking: { type: 'between_tools' } };
    case 'always':
      warn('reasoningEffort "none" sent as "low": the model always reasons');
      return { effort: 'low' };
  }
}

const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1024,
  low: 4096,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
  max: 60_000,
};

/** The least budget that the API accepts. */
const minBudget = 1024;

/** `max_tokens` includes the budget, so that the budget leaves a quarter for the response. */
function encodeBudget(
  effort: Exclude<ReasoningEffort, 'none'>,
  maxTokens: number,
  warn: Warn,
): EncodedThinking {
  const budget = Math.min(budgets[effort], Math.floor(maxTokens * 0.75));
  if (budget >= minBudget) {
    return { thinking: { type: 'enabled', budget_tokens: budget, display } };
  }
  warn('reasoningEffort omitted: it needs maxOutputTokens of at least 1366');
  return {};
}

/** Returns the level, or the next lower one. */
function nearestEffort(level: Effort, { efforts }: ModelRules, warn: Warn): Effort {
  const order: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];
  const lower = order.slice(0, order.indexOf(level) + 1);
  const nearest = lower.findLast((candidate) => efforts.includes(candidate)) ?? 'low';
  if (nearest !== level) warn(`reasoningEffort "${level}" sent as "${nearest}"`);
  return nearest;
}
