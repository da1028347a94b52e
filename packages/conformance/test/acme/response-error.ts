import { ProviderError } from '@understudy/core/provider';
import type {
  HttpResponse,
  JsonValue,
  ProviderContext,
  ProviderErrorDetails,
} from '@understudy/core/provider';
import {
  isBotChallenge,
  mediaType,
  readErrorBody,
  readObject,
  readString,
  readText,
  toResponseError,
} from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import type { AcmeSettings } from './acme-settings.ts';

/** Returns the error of a response. Undefined if it is a chat response. */
export async function decodeError(
  response: HttpResponse,
  context: ProviderContext,
  { fault, apiKey }: AcmeSettings,
): Promise<ProviderError | undefined> {
  const { status, headers } = response;
  const isReadable =
    mediaType(headers) === 'text/event-stream' || fault === 'accepts-any-media-type';
  if (status === 200 && isReadable) return undefined;
  const body =
    fault === 'unbounded-buffers'
      ? await readText(response, { maxJsonBytes: Infinity })
      : await readErrorBody(response, context);
  if (fault === 'throws-plain-errors') throw new Error('the request failed');
  if (isBotChallenge(response, body)) {
    return new ProviderError({ code: 'blocked', message: 'bot challenge', status });
  }
  if (status < 300) {
    return new ProviderError({ code: 'malformed-response', message: 'expected an event stream' });
  }
  const decoder = {
    operation: 'chat',
    expected: 'an event stream',
    decodeError: (json: JsonValue): VendorError =>
      fault === 'classifies-by-status-only' ? {} : readDetails(json),
  };
  const failure = toResponseError(response, body, decoder, context.clock);
  switch (fault) {
    case 'key-in-error':
      return withChange(failure, { message: `invalid key ${apiKey}` });
    case 'body-in-error':
      return withChange(failure, { message: `response body: ${body}` });
    case 'drops-retry-after':
      return withChange(failure, { retryAfterMs: undefined });
    case 'maps-429-to-server-error':
      return withChange(failure, failure.code === 'rate-limited' ? { code: 'server-error' } : {});
    default:
      return failure;
  }
}

function withChange(error: ProviderError, change: Partial<ProviderErrorDetails>): ProviderError {
  const { code, message, status, retryAfterMs, requestId } = error;
  return new ProviderError({ code, message, status, retryAfterMs, requestId, ...change });
}

function readDetails(json: JsonValue): VendorError {
  const error = readObject(json, 'error');
  return {
    vendorCode: readString(error, 'code'),
    vendorType: readString(error, 'type'),
    vendorMessage: readString(error, 'message'),
  };
}
