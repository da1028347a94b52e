import type { ChatRequest, JsonObject } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

/** Whether sampling settings can be sent. */
export interface SamplingRules {
  /** Whether the model and the version of the API accept them. */
  readonly accepted: boolean;
  /** Whether thinking is requested, with which they are rejected. */
  readonly thinks: boolean;
}

/** Encodes the sampling settings, of which the API accepts either the temperature or `top_p`. */
export function encodeSampling(
  { temperature, topP, topK }: ChatRequest,
  { accepted, thinks }: SamplingRules,
  warn: Warn,
): JsonObject {
  if (!accepted || thinks) {
    const reason = accepted ? 'with reasoning' : 'by the model or the version of the API';
    for (const [name, value] of Object.entries({ temperature, topP, topK })) {
      if (value !== undefined) warn(`${name} omitted: it is not accepted ${reason}`);
    }
    return {};
  }
  if (temperature !== undefined && topP !== undefined) {
    warn('topP omitted: the API accepts either temperature or topP');
  }
  return {
    ...(temperature !== undefined && { temperature: limitTemperature(temperature, warn) }),
    ...(topP !== undefined && temperature === undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
  };
}

function limitTemperature(temperature: number, warn: Warn): number {
  if (temperature <= 1) return temperature;
  warn('temperature lowered to 1, the maximum of the API');
  return 1;
}
