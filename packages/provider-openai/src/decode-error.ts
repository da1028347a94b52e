import {
  classifyError,
  isBotChallenge,
  mediaType,
  parseJson,
  ProviderError,
  createResponseError,
  readRequestId,
  readRetryAfter,
} from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpResponse } from '@understudy/core/provider';
import { decodeErrorBody } from '@understudy/openai-wire';
import type { WireError } from '@understudy/openai-wire';

import type { Endpoint } from './endpoint.ts';

/** What was asked for, in the words of a message. */
export interface Expectation {
  /** As in `the answer`. */
  readonly what: string;
  /** What should come, as in `JSON`. */
  readonly expected: string;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
}

/** The error that a response amounts to which is not what was asked for. */
export function decodeError(
  response: HttpResponse,
  body: string,
  wanted: Expectation,
): ProviderError {
  const { status, headers } = response;
  const { what, expected, endpoint } = wanted;
  const requestId = readRequestId(headers);
  if (isBotChallenge(response, body)) {
    const message = `${what} was answered with a page that only a person can pass (status ${status})`;
    return new ProviderError({ code: 'blocked', message, status, requestId });
  }
  const told = decodeErrorBody(parseJson(body));
  if (told || status >= 300) return describeFailure(response, told, body, wanted);
  const message = `${what}: expected ${expected}, and ${tellWhatCame(response)} came; ${endpoint.advice}`;
  return new ProviderError({ code: 'malformed-response', message, status, requestId });
}

function describeFailure(
  response: HttpResponse,
  told: WireError | undefined,
  body: string,
  { what: operation, endpoint, clock }: Expectation,
): ProviderError {
  const { headers } = response;
  const words = { vendorCode: told?.code, vendorType: told?.type };
  return createResponseError(
    // An error that comes under a 200 may tell the status that it should have had.
    response.status < 300 ? { ...response, status: told?.status ?? response.status } : response,
    {
      operation,
      ...words,
      vendorMessage: told?.message ?? (mediaType(headers) === 'text/plain' ? body : undefined),
      retryAfterMs: longest(
        told?.retryAfterMs,
        readRetryAfter((name) => headers.get(name), clock.wallNow()),
      ),
      advice: (code) =>
        told?.param === 'stream'
          ? 'quirks.streams says whether a stream is asked for'
          : advise(code, classifyError(words) === code, endpoint),
    },
    clock,
  );
}

function advise(code: ErrorCode, toldByCode: boolean, endpoint: Endpoint): string | undefined {
  if (code === 'authentication-failed' && !endpoint.authorizes) return 'no apiKey was given';
  if (code === 'malformed-response' && !toldByCode) return endpoint.advice;
  if (code === 'model-not-found' && !toldByCode) {
    return `if the name of the model is right, ${endpoint.advice}`;
  }
  return undefined;
}

/** A header and a sentence may round differently: nobody is asked sooner than either says. */
function longest(...waits: readonly (number | undefined)[]): number | undefined {
  const told = waits.filter((wait) => wait !== undefined);
  return told.length === 0 ? undefined : Math.max(...told);
}

function tellWhatCame(response: HttpResponse): string {
  const type = mediaType(response.headers);
  if (type === undefined) return 'something without a content type';
  // What can be read as JSON does not come here.
  if (type === 'application/json') return 'broken JSON';
  const known = ['text/event-stream', 'text/html', 'text/plain'];
  return known.includes(type) ? type : 'another type';
}
