import type { FinishEvent, JsonObject, Usage } from '@understudy/core/provider';

import { encodeStopReason } from './map-stop-reason.ts';
import { encodeDeltaUsage, encodeUsage } from './usage.ts';

/** The fields of a message that are not part of its events. */
export interface MessageIdentity {
  readonly id: string;
  readonly model: string;
}

/** Fields that a message must have, and that have no counterpart. */
export const unknownFields = { container: null, diagnostics: null } as const;

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
    ...unknownFields,
    stop_details: null,
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
      container: null,
      stop_details: encodeStopDetails(message),
    },
    usage: encodeDeltaUsage(usage),
  };
}

/** Encodes the explanation of a refusal. */
export function encodeStopDetails(explanation: string | undefined): JsonObject | null {
  if (explanation === undefined) return null;
  return { type: 'refusal', category: null, explanation };
}
