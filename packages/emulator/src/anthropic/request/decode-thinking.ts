import { RequestError } from '../../server/request-error.ts';
import type { ModelRules } from './model-rules.ts';
import { readChoice, readCount, readOptional, readRecord, readText } from './read-field.ts';

/** How the model thinks. */
export interface DecodedThinking {
  /** The requested type. Undefined for the default of the model. */
  readonly type: string | undefined;
  /** Whether the text of thinking is sent. */
  readonly showsText: boolean;
}

const minBudget = 1024;
/** Claude Code 2.1 sends `updates`, with the beta `thinking-display-updates-2026-08-18`, if it prints a stream. */
const displays = ['summarized', 'omitted', 'updates'] as const;

/** Decodes `thinking`, and rejects what the model does not accept. */
export function decodeThinking(
  value: unknown,
  rules: ModelRules,
  maxTokens: number,
): DecodedThinking {
  const thinking = readOptional(value, 'thinking', readRecord);
  if (!thinking) return { type: undefined, showsText: !rules.omitsThinking };
  const type = readText(thinking['type'], 'thinking.type');
  if (!rules.thinking.includes(type)) {
    throw new RequestError(`thinking.type: \`${type}\` is not supported by this model`);
  }
  const display = readOptional(thinking['display'], 'thinking.display', (word, path) =>
    readChoice(word, path, displays),
  );
  if (type === 'enabled') validateBudget(thinking['budget_tokens'], maxTokens);
  return {
    type,
    showsText: display === undefined ? !rules.omitsThinking : display === 'summarized',
  };
}

function validateBudget(value: unknown, maxTokens: number): void {
  const budget = readCount(value, 'thinking.enabled.budget_tokens');
  if (budget < minBudget) {
    throw new RequestError(
      `thinking.enabled.budget_tokens: Input should be greater than or equal to ${minBudget}`,
    );
  }
  if (budget >= maxTokens) {
    throw new RequestError('`max_tokens` must be greater than `thinking.budget_tokens`');
  }
}
