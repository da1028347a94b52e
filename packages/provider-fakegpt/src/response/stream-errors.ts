import { ProviderError } from '@understudy/core/provider';
import { createInBandError, parseJson } from '@understudy/provider-utils';

import { decodeError } from '../decode-error.ts';

/** Creates the error of an event named `error`, whose data is JSON or a message. */
export function fromErrorEvent(data: string): ProviderError {
  return createInBandError(decodeError(parseJson(data)) ?? { vendorMessage: data });
}

/** Creates the error for data that is not a JSON object. The server sends its own errors as text. */
export function fromInvalidEvent(data: string): ProviderError {
  if (/^\s*internal server error/i.test(data)) return createInBandError({});
  return malformedResponse('expected a JSON object in each event, received another value');
}

export function textChanged(): ProviderError {
  return malformedResponse('expected each event to extend the text, received a changed text');
}

export function invalidText(): ProviderError {
  return malformedResponse('expected the text of a message, received another value');
}

export function unexpectedMessage(): ProviderError {
  return malformedResponse('expected one message, received another one before its end');
}

export function websocketHandover(): ProviderError {
  return malformedResponse(
    'expected the response in the event stream, received the address of a WebSocket',
  );
}

export function interrupted(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'the server ended the response before it was complete',
  });
}

function malformedResponse(message: string): ProviderError {
  return new ProviderError({ code: 'malformed-response', message });
}
