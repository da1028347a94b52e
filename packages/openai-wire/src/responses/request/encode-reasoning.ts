import type { ChatRequest, JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';

/** Returns the effort to send: the one of the request, or the nearest that the model accepts. */
export function chooseEffort(
  effort: ReasoningEffort | undefined,
  { reasons, efforts }: ModelRules,
  warn: Warn,
): ReasoningEffort | undefined {
  if (effort === undefined || !efforts || efforts.includes(effort)) return effort;
  if (reasons !== true) {
    if (effort !== 'none') warn('reasoningEffort omitted: the model does not reason');
    return undefined;
  }
  const nearest = findNearestEffort(effort, efforts);
  if (nearest !== undefined) warn(`reasoningEffort "${effort}" sent as "${nearest}"`);
  return nearest;
}

/** Encodes the effort. Without a summary, the API sends nothing while a model reasons. */
export function encodeEffort(effort: ReasoningEffort | undefined): JsonObject | undefined {
  if (effort === undefined) return undefined;
  return effort === 'none' ? { effort } : { effort, summary: 'auto' };
}

/** Encodes the sampling settings. Models that reason reject them. */
export function encodeSampling(
  { temperature, topP }: Pick<ChatRequest, 'temperature' | 'topP'>,
  isAccepted: boolean,
  warn: Warn,
): { readonly temperature?: number | undefined; readonly top_p?: number | undefined } {
  if (isAccepted) return { temperature: temperature, top_p: topP };
  for (const [name, value] of Object.entries({ temperature, topP })) {
    if (value !== undefined) warn(`${name} omitted: a model that reasons does not accept it`);
  }
  return {};
}
