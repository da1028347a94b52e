import type { ReasoningEffort } from '@understudy/core/provider';

import type { Warn } from './encoding-settings.ts';

/** How a model reasons. A model with `levels` cannot turn it off. */
export type ReasoningSupport = 'none' | 'switch' | 'levels' | 'unknown';

type Think = false | 'low' | 'medium' | 'high' | 'max';

const levels: Readonly<Record<ReasoningEffort, Think>> = {
  none: false,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'max',
  max: 'max',
};

/** Encodes the effort as the field `think`. Ollama rejects a level for a model that does not reason. */
export function encodeThink(
  effort: ReasoningEffort | undefined,
  support: ReasoningSupport,
  warn: Warn,
): Think | undefined {
  if (effort === undefined) return undefined;
  const think = levels[effort];
  if (support === 'none' && think !== false) {
    warn('reasoningEffort omitted: the model does not reason');
    return undefined;
  }
  if (support === 'levels' && think === false) {
    warn('reasoningEffort none sent as low: the model cannot turn reasoning off');
    return 'low';
  }
  return think;
}
