import { parseJson, ProviderError } from '@understudy/core/provider';

import { createInBandError, decodeErrorDetails } from '../decode-error.ts';

/** An event named `error`, which may hold JSON or a sentence. */
export function fromErrorEvent(data: string): ProviderError {
  return createInBandError(decodeErrorDetails(parseJson(data)) ?? { vendorMessage: data });
}

/** Data that is no event of the site: its bare server error, or something that nobody can read. */
export function fromBadEvent(data: string): ProviderError {
  if (/^\s*internal server error/i.test(data)) return createInBandError({});
  return malformed('expected a JSON object in each event, and something else came');
}

export function rewritten(): ProviderError {
  return malformed('expected a text that only grows, and the site changed what it had said');
}

export function unreadable(): ProviderError {
  return malformed('expected the text of a message, and its last state held something else');
}

export function strangeMessage(): ProviderError {
  return malformed('expected one message, and another came before it was ended');
}

export function websocketHandover(): ProviderError {
  return malformed('the server hands the answer over to a WebSocket, which is not spoken here');
}

export function interrupted(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'the site broke its answer off before it was whole',
  });
}

function malformed(message: string): ProviderError {
  return new ProviderError({ code: 'malformed-response', message });
}
