import type { FinishEvent, JsonObject, Usage } from '@understudy/core/provider';

import { encodeStopReason } from './map-stop-reason.ts';
import { encodeUsage } from './usage.ts';

/** The fields of a message that are not part of its events. */
export interface MessageIdentity {
  readonly id: string;
  readonly model: string;
}

/** Encodes the first event of a message. Counts that are not known yet are 0. */
export function encodeMessageStart({ id, model }: MessageIdentity, usage: Usage): JsonObject {
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: encodeUsage({ ...usage, outputTokens: 0, reasoningTokens: undefined }),
  };
  return { type: 'message_start', message };
}

/** Encodes the event with the stop reason. */
export function encodeMessageDelta({ reason, message }: FinishEvent, usage: Usage): JsonObject {
  return {
    type: 'message_delta',
    delta: {
      stop_reason: encodeStopReason(reason),
      stop_sequence: null,
      ...encodeStopDetails(message),
    },
    usage: encodeUsage(usage),
  };
}

/** Encodes the explanation of a refusal. */
export function encodeStopDetails(explanation: string | undefined): JsonObject {
  if (explanation === undefined) return {};
  return { stop_details: { type: 'refusal', category: null, explanation } };
}
