import type { FinishEvent, FinishReason, JsonObject } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';

/** What the items of a response decide about its finish. */
export interface OutputFacts {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
  /** The type of a call that has no counterpart, and that the client must run. */
  readonly awaited: string | undefined;
}

const incompleteReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['max_output_tokens', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'content-filter'],
]);

/**
 * Creates the last event of a response. A response without a status is complete, and one with the reason of an
 * incomplete response is not, although some servers send the status `completed` with it.
 */
export function createFinish(
  response: JsonObject,
  { hasCalls, hasRefusal, awaited }: OutputFacts,
): FinishEvent {
  const type = 'finish';
  const reason = readString(readObject(response, 'incomplete_details'), 'reason') ?? '';
  if (response.status === 'incomplete' || reason !== '') {
    const rawReason = reason === '' ? 'incomplete' : reason;
    return { type, reason: incompleteReasons.get(rawReason) ?? 'other', rawReason };
  }
  if (hasRefusal) return { type, reason: 'content-filter', rawReason: 'refusal' };
  if (awaited !== undefined && !hasCalls) return { type, reason: 'other', rawReason: awaited };
  return { type, reason: hasCalls ? 'tool-calls' : 'stop', rawReason: 'completed' };
}
