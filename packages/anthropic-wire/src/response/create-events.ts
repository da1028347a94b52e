import type {
  FinishEvent,
  FinishReason,
  JsonValue,
  ResponseStartEvent,
} from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

import type { DecodeSettings } from '../decode-settings.ts';
import { mapStopReason } from './map-stop-reason.ts';

/** Creates the first event of a response. */
export function createStart(
  { provider, model: requested, requestId, rateLimitHeaders }: DecodeSettings,
  id: string | undefined,
  model: string | undefined,
): ResponseStartEvent {
  return {
    type: 'response-start',
    provider,
    model: model === undefined || model === '' ? requested : model,
    ...(id !== undefined && { id }),
    ...(requestId !== undefined && { requestId }),
    ...(rateLimitHeaders && { rateLimitHeaders }),
  };
}

/** What decides the finish of a response. */
export interface StopFacts {
  readonly rawReason: string | undefined;
  /** Whether the only call of a tool is the response itself. */
  readonly isJson: boolean;
  readonly hasCalls: boolean;
  /** `stop_details` of the message. */
  readonly details: JsonValue | undefined;
}

/** Creates the last event of a response. */
export function createFinish({ rawReason, ...facts }: StopFacts): FinishEvent {
  if (rawReason === undefined) return { type: 'finish', reason: 'other' };
  const message = readString(facts.details, 'explanation');
  return {
    type: 'finish',
    reason: decideReason(mapStopReason(rawReason), facts),
    rawReason,
    ...(message !== undefined && message !== '' && { message }),
  };
}

/** Compatible servers send `end_turn` after calls, and `tool_use` without one. An app would wait for its calls. */
function decideReason(
  reason: FinishReason,
  { hasCalls, isJson }: Omit<StopFacts, 'rawReason'>,
): FinishReason {
  if (reason === 'stop') return hasCalls ? 'tool-calls' : reason;
  if (reason !== 'tool-calls' || hasCalls) return reason;
  return isJson ? 'stop' : 'other';
}
