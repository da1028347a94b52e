import { isProviderError, ProviderError } from '@understudy/core/provider';
import type { FinishReason, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { createInBandError, parseJson, readNumber, readString } from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';

/** The events of one read, and the error after them. */
export interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly error?: ProviderError | undefined;
}

/** My Vendor's finish reasons. Others are `other`. */
const finishReasons: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['filter', 'content-filter'],
]);

/** @param includeRaw - whether to emit each message as a `raw` event too */
export function decodeMessages(messages: readonly SseMessage[], includeRaw: boolean): Decoded {
  const events: ProviderEvent[] = [];
  for (const message of messages) {
    // The stream ended within this message, so its data can be incomplete.
    if (message.unterminated) continue;
    const json = parseJson(message.data);
    if (includeRaw && json !== undefined) events.push({ type: 'raw', value: json });
    const decoded = decodeEvent(message.event, json);
    if (isProviderError(decoded)) return { events, error: decoded };
    if (decoded) events.push(decoded);
  }
  return { events };
}

function decodeEvent(
  event: string | undefined,
  json: JsonValue | undefined,
): ProviderEvent | ProviderError | undefined {
  switch (event) {
    case 'text':
      return decodeText(json);
    case 'usage': {
      const inputTokens = readNumber(json, 'input');
      const outputTokens = readNumber(json, 'output');
      return { type: 'usage', inputTokens, outputTokens };
    }
    case 'end': {
      const rawReason = readString(json, 'reason');
      return { type: 'finish', reason: finishReasons.get(rawReason) ?? 'other', rawReason };
    }
    case 'error':
      return createInBandError(decodeError(json) ?? {});
    default:
      // New events of My Vendor are ignored.
      return undefined;
  }
}

function decodeText(json: unknown): ProviderEvent | ProviderError {
  const text = readString(json, 'text');
  if (text !== undefined) return { type: 'text-delta', text };
  const message = 'the event "text": expected a field "text", received none';
  return new ProviderError({ code: 'malformed-response', message });
}
