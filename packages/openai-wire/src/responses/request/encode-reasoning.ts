import type { ChatRequest, JsonObject, ReasoningEffort } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

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
