import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  readEnum,
  readField,
  readOptional,
  reasoningEfforts,
  toEffort,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

/** The words of other servers for the vendor's own default: Groq, and forms whose field is empty. */
const defaults: readonly unknown[] = ['', 'default', 'auto'];

/** Decodes `reasoning_effort`, or the fields of OpenRouter (`reasoning`) and of Anthropic (`thinking`) for the same. */
export function decodeEffort(body: JsonObject): ReasoningEffort | undefined {
  const { reasoning, thinking } = body;
  return (
    readOptional(readField(body, 'reasoning_effort'), readEffort) ??
    (isJsonObject(reasoning) ? decodeReasoning(reasoning) : undefined) ??
    (isJsonObject(thinking) ? decodeThinking(thinking) : undefined)
  );
}

function readEffort(field: Field): ReasoningEffort | undefined {
  if (defaults.includes(field.value)) return undefined;
  return field.value === 'disable' ? 'none' : readEnum(field, reasoningEfforts);
}

function decodeReasoning(reasoning: JsonObject): ReasoningEffort | undefined {
  if (reasoning.enabled === false) return 'none';
  const effort = readOptional(readField(reasoning, 'effort', 'reasoning'), readEffort);
  return (
    effort ??
    readBudget(reasoning.max_tokens) ??
    (reasoning.enabled === true ? 'medium' : undefined)
  );
}

function decodeThinking(thinking: JsonObject): ReasoningEffort | undefined {
  if (thinking.type === 'disabled') return 'none';
  if (thinking.type === 'adaptive') return 'high';
  return thinking.type === 'enabled' ? (readBudget(thinking.budget_tokens) ?? 'medium') : undefined;
}

function readBudget(budgetTokens: unknown): ReasoningEffort | undefined {
  return typeof budgetTokens === 'number' ? toEffort(budgetTokens) : undefined;
}
