import {
  isProviderError,
  parseJson,
  ProviderError,
  readNumber,
  readString,
} from '@understudy/core/provider';
import type { ProviderEvent, SseMessage } from '@understudy/core/provider';

import { decodeTrouble } from './decode-error.ts';
import { mapFinishReason } from './map-finish-reason.ts';

/** What one read of the socket amounts to; after a failure nothing is to be read. */
export interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly failure?: ProviderError | undefined;
}

export function decodeMessages(messages: readonly SseMessage[]): Decoded {
  const events: ProviderEvent[] = [];
  for (const message of messages) {
    const decoded = decodeMessage(message);
    if (isProviderError(decoded)) return { events, failure: decoded };
    if (decoded) events.push(decoded);
  }
  return { events };
}

function decodeMessage(message: SseMessage): ProviderEvent | ProviderError | undefined {
  // The end of the stream cut it off: what it says may not be all.
  if (message.unterminated) return undefined;
  const json = parseJson(message.data);
  switch (message.event) {
    case 'text':
      return decodeText(json);
    case 'usage': {
      const inputTokens = readNumber(json, 'input');
      const outputTokens = readNumber(json, 'output');
      return { type: 'usage', inputTokens, outputTokens };
    }
    case 'end': {
      const rawReason = readString(json, 'reason');
      return { type: 'finish', reason: mapFinishReason(rawReason), rawReason };
    }
    case 'error':
      return decodeTrouble(json);
    default:
      // What My Vendor may yet invent is no reason to fail.
      return undefined;
  }
}

function decodeText(json: unknown): ProviderEvent | ProviderError {
  const text = readString(json, 'text');
  if (text !== undefined) return { type: 'text-delta', text };
  const message = 'expected an event "text" to hold text, and it held none';
  return new ProviderError({ code: 'malformed-response', message });
}
