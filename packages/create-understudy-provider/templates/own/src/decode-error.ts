import {
  classifyError,
  isBotChallenge,
  mediaType,
  parseJson,
  ProviderError,
  readErrorBody,
  readRequestId,
  readRetryAfter,
  readString,
} from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpResponse } from '@understudy/core/provider';

/** What was asked for, in the words of a message. */
export interface Expectation {
  /** As in `the answer`. */
  readonly what: string;
  /** The media type that it comes in. */
  readonly type: string;
}

/** @throws ProviderError for a response that is not what was asked for */
export async function assertAnswered(
  response: HttpResponse,
  { what, type }: Expectation,
  clock: Clock,
): Promise<void> {
  const { status, headers } = response;
  if (status === 200 && mediaType(headers) === type) return;
  const body = await readErrorBody(response);
  const requestId = readRequestId(headers);
  if (status < 300) {
    const message = `${what}: expected ${type}, and another type came; check baseUrl`;
    throw new ProviderError({ code: 'malformed-response', message, status, requestId });
  }
  throw new ProviderError({
    code: isBotChallenge(response, body) ? 'blocked' : classify(parseJson(body), status),
    message: `${what} was refused with status ${status}`,
    status,
    retryAfterMs: readRetryAfter((name) => headers.get(name), clock.wallNow()),
    requestId,
  });
}

/** An error that My Vendor tells inside its answer. */
export function decodeTrouble(trouble: unknown): ProviderError {
  return new ProviderError({ code: classify(trouble), message: 'My Vendor broke off its answer' });
}

/** My Vendor's words for what goes wrong, as far as the status does not tell. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['busy', 'overloaded'],
  ['too_fast', 'rate-limited'],
  ['too_long', 'context-length-exceeded'],
  ['filtered', 'content-filtered'],
]);

function classify(trouble: unknown, status?: number): ErrorCode {
  const known = codes.get(readString(trouble, 'code') ?? '');
  return known ?? classifyError({ status, vendorMessage: readString(trouble, 'message') });
}
