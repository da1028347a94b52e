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
    case 'words':
      return decodeWords(json);
    case 'count': {
      const inputTokens = readNumber(json, 'heard');
      const outputTokens = readNumber(json, 'said');
      return { type: 'usage', inputTokens, outputTokens };
    }
    case 'curtain': {
      const rawReason = readString(json, 'because');
      return { type: 'finish', reason: mapFinishReason(rawReason), rawReason };
    }
    case 'trouble':
      return decodeTrouble(json);
    default:
      // What Acme may yet invent is no reason to fail.
      return undefined;
  }
}

function decodeWords(json: unknown): ProviderEvent | ProviderError {
  const text = readString(json, 'words');
  if (text !== undefined) return { type: 'text-delta', text };
  const message = 'expected an event "words" to hold words, and it held none';
  return new ProviderError({ code: 'malformed-response', message });
}
