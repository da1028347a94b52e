import { ProviderError } from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpResponse } from '@understudy/core/provider';
import { decodeErrorBody } from '@understudy/openai-wire';
import type { WireError } from '@understudy/openai-wire';
import {
  classifyError,
  createResponseError,
  isBotChallenge,
  mediaType,
  parseJson,
  readRequestId,
  readRetryAfter,
} from '@understudy/provider-utils';

import type { Endpoint } from './endpoint.ts';

/** The request and the expected response, for error messages. */
export interface Expectation {
  /** For example `chat request`. */
  readonly operation: string;
  /** The expected body, for example `JSON`. */
  readonly expected: string;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
}

/** Creates the error for a response that is not the expected one. */
export function decodeError(
  response: HttpResponse,
  body: string,
  expectation: Expectation,
): ProviderError {
  const { status, headers } = response;
  const { operation, expected, endpoint } = expectation;
  const requestId = readRequestId(headers);
  if (isBotChallenge(response, body)) {
    const message = `${operation} blocked by a bot challenge (HTTP ${status})`;
    return new ProviderError({ code: 'blocked', message, status, requestId });
  }
  const error = decodeErrorBody(parseJson(body));
  if (error || status >= 300) return decodeVendorError(response, error, body, expectation);
  const message = `${operation}: expected ${expected}, received ${describeBody(response)}; ${endpoint.advice}`;
  return new ProviderError({ code: 'malformed-response', message, status, requestId });
}

function decodeVendorError(
  response: HttpResponse,
  error: WireError | undefined,
  body: string,
  { operation, endpoint, clock }: Expectation,
): ProviderError {
  const { headers } = response;
  const codes = { vendorCode: error?.code, vendorType: error?.type };
  return createResponseError(
    // An error that is sent with a 2xx status may contain the status of the error.
    response.status < 300 ? { ...response, status: error?.status ?? response.status } : response,
    {
      operation,
      ...codes,
      vendorMessage: error?.message ?? (mediaType(headers) === 'text/plain' ? body : undefined),
      retryAfterMs: longestOf(
        error?.retryAfterMs,
        readRetryAfter((name) => headers.get(name), clock.wallNow()),
      ),
      advice: (code) =>
        error?.param === 'stream'
          ? 'set quirks.streams to false to request a response without streaming'
          : adviceFor(code, classifyError(codes) === code, endpoint),
    },
    clock,
  );
}

/** @param isVendorCode - whether the code results from the vendor's code or type, not from the status */
function adviceFor(code: ErrorCode, isVendorCode: boolean, endpoint: Endpoint): string | undefined {
  if (code === 'authentication-failed' && !endpoint.hasCredentials) return 'apiKey is not set';
  if (code === 'malformed-response' && !isVendorCode) return endpoint.advice;
  if (code === 'model-not-found' && !isVendorCode) {
    return `if the model name is correct, ${endpoint.advice}`;
  }
  return undefined;
}

/** A header and a message may round differently. The longer delay satisfies both. */
function longestOf(...delays: readonly (number | undefined)[]): number | undefined {
  const known = delays.filter((delay) => delay !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

const namedTypes = ['text/event-stream', 'text/html', 'text/plain'];

function describeBody({ headers }: HttpResponse): string {
  const type = mediaType(headers);
  if (type === undefined) return 'a body without a content type';
  // Valid JSON is handled before.
  if (type === 'application/json') return 'invalid JSON';
  return namedTypes.includes(type) ? type : 'another content type';
}
