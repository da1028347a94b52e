import type { ReasoningEffort } from '@understudy/core/provider';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

/** How a model reasons. A model with `levels` cannot turn it off. */
export type ReasoningSupport = 'none' | 'switch' | 'levels' | 'unknown';

/** The levels of the API, lowest first. */
const levels = ['low', 'medium', 'high', 'max'] as const;

type Think = false | (typeof levels)[number];

/** Encodes the effort as the field `think`. Ollama rejects a level for a model that does not reason. */
export function encodeThink(
  effort: ReasoningEffort | undefined,
  support: ReasoningSupport,
  warn: Warn,
): Think | undefined {
  if (effort === undefined) return undefined;
  if (effort === 'none' && support !== 'levels') return false;
  if (support === 'none') {
    warn('reasoningEffort omitted: the model does not reason');
    return undefined;
  }
  const think = findNearestEffort(effort, levels);
  if (think !== effort) warn(`reasoningEffort "${effort}" sent as "${think}"`);
  return think;
}
