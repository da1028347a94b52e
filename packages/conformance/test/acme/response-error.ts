import {
  isBotChallenge,
  maxErrorBodyBytes,
  mediaType,
  parseJson,
  ProviderError,
  createResponseError,
  readObject,
  readString,
  readText,
} from '@understudy/core/provider';
import type {
  HttpResponse,
  ProviderContext,
  ProviderErrorDetails,
} from '@understudy/core/provider';

import type { AcmeSettings } from './acme-settings.ts';

/** Why a response is no answer; undefined for one that is. */
export async function refusal(
  response: HttpResponse,
  { clock }: ProviderContext,
  { fault, apiKey }: AcmeSettings,
): Promise<ProviderError | undefined> {
  const { status, headers } = response;
  const readable = mediaType(headers) === 'text/event-stream' || fault === 'reads-any-media-type';
  if (status === 200 && readable) return undefined;
  const body = await readText(response, fault === 'has-no-bounds' ? Infinity : maxErrorBodyBytes);
  if (fault === 'throws-plain-errors') throw new Error('it was refused');
  if (isBotChallenge(response, body)) {
    return new ProviderError({ code: 'blocked', message: 'a page for people came', status });
  }
  if (status < 300) {
    return new ProviderError({ code: 'malformed-response', message: 'expected an event stream' });
  }
  const error = readObject(parseJson(body), 'error');
  const told = {
    vendorCode: readString(error, 'code'),
    vendorType: readString(error, 'type'),
    vendorMessage: readString(error, 'message'),
  };
  const words = fault === 'goes-by-the-status' ? {} : told;
  const failure = createResponseError(response, { operation: 'the chat', ...words }, clock);
  switch (fault) {
    case 'leaks-the-key':
      return changed(failure, { message: `refused for the key ${apiKey}` });
    case 'leaks-the-body':
      return changed(failure, { message: `the vendor says ${body}` });
    case 'forgets-retry-after':
      return changed(failure, { retryAfterMs: undefined });
    case 'maps-429-to-server-error':
      return changed(failure, failure.code === 'rate-limited' ? { code: 'server-error' } : {});
    default:
      return failure;
  }
}

function changed(error: ProviderError, change: Partial<ProviderErrorDetails>): ProviderError {
  const { code, message, status, retryAfterMs, requestId } = error;
  return new ProviderError({ code, message, status, retryAfterMs, requestId, ...change });
}
