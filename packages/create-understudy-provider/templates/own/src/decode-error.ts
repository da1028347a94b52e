import { ProviderError } from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpResponse } from '@understudy/core/provider';
import {
  classifyError,
  isBotChallenge,
  mediaType,
  parseJson,
  readErrorBody,
  readRequestId,
  readRetryAfter,
  readString,
} from '@understudy/provider-utils';

export interface Expectation {
  /** What was requested, such as `the chat`. It is part of the message. */
  readonly operation: string;
  /** The expected media type. */
  readonly type: string;
}

/** @throws ProviderError unless the response has status 200 and the expected media type */
export async function assertResponse(
  response: HttpResponse,
  { operation, type }: Expectation,
  clock: Clock,
): Promise<void> {
  const { status, headers } = response;
  if (status === 200 && mediaType(headers) === type) return;
  const body = await readErrorBody(response);
  const requestId = readRequestId(headers);
  if (status < 300) {
    const message = `${operation} returned another media type than ${type}; check baseUrl`;
    throw new ProviderError({ code: 'malformed-response', message, status, requestId });
  }
  throw new ProviderError({
    code: isBotChallenge(response, body) ? 'blocked' : classify(parseJson(body), status),
    message: `${operation} failed with HTTP ${status}`,
    status,
    retryAfterMs: readRetryAfter((name) => headers.get(name), clock.wallNow()),
    requestId,
  });
}

/** Decodes an error inside a response with status 200. */
export function decodeErrorObject(error: unknown): ProviderError {
  return new ProviderError({ code: classify(error), message: 'the response contains an error' });
}

/** My Vendor's error codes. The HTTP status classifies the others. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['busy', 'overloaded'],
  ['too_fast', 'rate-limited'],
  ['too_long', 'context-length-exceeded'],
  ['filtered', 'content-filtered'],
]);

function classify(error: unknown, status?: number): ErrorCode {
  const code = codes.get(readString(error, 'code') ?? '');
  return code ?? classifyError({ status, vendorMessage: readString(error, 'message') });
}
