import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';

/** The API accepts at most this number of stop sequences. */
const maxStops = 5;

/** Encodes the settings of `generationConfig`. What the model rejects or ignores is omitted with a warning. */
export function encodeSettings(request: ChatRequest, rules: ModelRules, warn: Warn): JsonObject {
  const { temperature, topP, topK, presencePenalty, frequencyPenalty } = request;
  const { maxOutputTokens } = request;
  // An empty sequence ends every response.
  const stop = request.stop?.filter((sequence) => sequence !== '') ?? [];
  if (stop.length > maxStops) warn(`stop shortened to ${maxStops} sequences`);
  const sampling = { temperature, topP, topK };
  const penalties = { presencePenalty, frequencyPenalty };
  return {
    ...definedOf({ maxOutputTokens, seed: encodeSeed(request, warn) }),
    ...(stop.length > 0 && { stopSequences: stop.slice(0, maxStops) }),
    ...acceptedOf(sampling, rules.sampling, 'the model ignores it', warn),
    ...acceptedOf(penalties, rules.penalties, 'the model rejects it', warn),
  };
}

/** The API accepts 32 bits. Another seed is reduced, so that it still makes responses repeatable. */
function encodeSeed({ seed }: ChatRequest, warn: Warn): number | undefined {
  const reduced = seed === undefined ? seed : seed | 0;
  if (reduced !== seed) warn(`seed sent as ${reduced}: the API accepts 32 bits`);
  return reduced;
}

type Fields = Readonly<Record<string, JsonValue | undefined>>;

function acceptedOf(fields: Fields, isAccepted: boolean, reason: string, warn: Warn): JsonObject {
  const defined = definedOf(fields);
  if (isAccepted) return defined;
  for (const name of Object.keys(defined)) warn(`${name} omitted: ${reason}`);
  return {};
}

function definedOf(fields: Fields): JsonObject {
  const defined: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
