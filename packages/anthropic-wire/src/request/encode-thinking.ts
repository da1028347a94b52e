import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Effort, ModelRules } from '../model-rules.ts';

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
  switch (rules.thinking) {
    case 'none':
      warn('reasoningEffort omitted: the model does not reason');
      return {};
    case 'budget':
      return {
        ...(lacksThinking ? omitBudget(warn) : encodeBudget(effort, maxTokens, warn)),
        ...encodeEffort(effort, rules, warn),
      };
    case 'adaptive':
      return { thinking: { type: 'adaptive', display }, ...encodeEffort(effort, rules, warn) };
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

/** The lowest budget that the API accepts. */
const minBudget = 1024;

/** `max_tokens` includes the budget, so the budget leaves a quarter for the response. */
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

/** Encodes the effort. Older models accept none. */
function encodeEffort(
  effort: ReasoningEffort,
  { efforts }: ModelRules,
  warn: Warn,
): Pick<EncodedThinking, 'effort'> {
  const nearest = findNearestEffort(effort, efforts);
  if (nearest === undefined) return {};
  if (nearest !== effort) warn(`reasoningEffort "${effort}" sent as "${nearest}"`);
  return { effort: nearest };
}
