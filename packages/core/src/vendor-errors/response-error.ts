import type { ErrorCode } from '../chat/error-code.ts';
import type { JsonValue } from '../chat/json.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { parseJson } from '../json/read-json-value.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpHeaders } from '../ports/http.ts';
import { isBotChallenge } from './bot-challenge.ts';
import { classifyError } from './classify-error.ts';
import type { VendorErrorDetails } from './classify-error.ts';
import { readRateLimitReset } from './delays/rate-limit-reset.ts';
import { longestOf, readRetryAfter } from './delays/retry-after.ts';
import { parseJsonPrefix } from './parse-json-prefix.ts';
import { mediaType, readRequestId, readShouldRetry } from './response-headers.ts';
import { toFieldPath } from './rules/parameter-rules.ts';
import type { ErrorResponse, ResponseErrorDecoder, VendorError } from './vendor-error.ts';

/**
 * Returns the error for a response that is an error response, reports an error in its body, or is not the expected one.
 *
 * The status and the headers of the response are part of every error. The message contains the operation, the HTTP
 * status, and the vendor's code and type if they cannot be secrets.
 *
 * @param body - what is known of the body
 */
export function toResponseError(
  response: ErrorResponse,
  body: string,
  decoder: ResponseErrorDecoder,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const { operation, expected } = decoder;
  const requestId = readRequestId(headers);
  const retryAfterMs = readRetryAfter((name) => headers.get(name), clock.wallNow());
  if (isBotChallenge(response, body)) {
    const blocked = `${operation} blocked by a bot challenge (HTTP ${status})`;
    return new ProviderError({
      code: 'blocked',
      message: blocked,
      status,
      requestId,
      retryAfterMs,
    });
  }
  const json = parseErrorJson(body, status);
  const message = readMessage(response, body);
  // A message in words can contain a delay and the name of a parameter.
  const received = json ?? (status < 300 || message === undefined ? undefined : { message });
  const error = received === undefined ? undefined : decoder.decodeError(received, clock.wallNow());
  if (!error && status < 300) {
    const advice = formatAdvice(decoder.adviseOn?.('malformed-response', error));
    const found = describeBody(response, json);
    return new ProviderError({
      code: 'malformed-response',
      message: `${operation}: expected ${expected}, received ${found}${advice}`,
      status,
      requestId,
    });
  }
  return createResponseError(response, { error, message }, decoder, clock);
}

/** The data of the first event that has some. */
const eventData = /^data:(.*)$/m;

/** Error responses can be labeled or sent as an event, and their JSON can be cut off. */
function parseErrorJson(body: string, status: number): JsonValue | undefined {
  const json = parseJson(body);
  if (json !== undefined || status < 300) return json;
  const [, data] = eventData.exec(body) ?? [];
  return parseJson(data ?? '') ?? parseJsonPrefix(data ?? body);
}

/** What the body of an error response contains. */
interface ErrorBody {
  readonly error: VendorError | undefined;
  /** The text of a body that is not JSON. */
  readonly message: string | undefined;
}

function createResponseError(
  { status, headers }: ErrorResponse,
  { error, message }: ErrorBody,
  decoder: ResponseErrorDecoder,
  clock: Clock,
): ProviderError {
  const { operation, requestBody } = decoder;
  const details = error ?? { vendorMessage: message };
  const reported = status < 300 ? (details.status ?? status) : status;
  const code = details.code ?? classifyError({ ...details, status: reported }, requestBody);
  const param = paramOf(code, details);
  const isUnexpected = reported < 300 && code === 'malformed-response';
  const verb = isUnexpected ? 'returned an unexpected response with' : 'failed with';
  const advice = formatAdvice(details.advice ?? decoder.adviseOn?.(code, error));
  return new ProviderError({
    code,
    message: `${operation} ${verb} HTTP ${reported}${formatCodes(details)}${formatParam(param)}${advice}`,
    status: reported,
    retryAfterMs: readDelay(headers, code, details, clock.wallNow()),
    param,
    requestId: readRequestId(headers),
    shouldRetry: details.shouldRetry ?? readShouldRetry(headers),
  });
}

/** A header and a body may round differently. The longer delay satisfies both. */
function readDelay(
  headers: HttpHeaders,
  code: ErrorCode,
  details: VendorError,
  now: number,
): number | undefined {
  const requested = readRetryAfter((name) => headers.get(name), now);
  const delay = longestOf([details.retryAfterMs, requested]);
  // Vendors send the state of their limits with each response. It is a delay only if a limit was exceeded.
  if (delay !== undefined || code !== 'rate-limited') return delay;
  return readRateLimitReset(
    headers.names().map((name) => [name, headers.get(name) ?? '']),
    now,
  );
}

/** Vendors also name fields in errors that are not about them, for example `messages` if a prompt is too long. */
const parameterCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid-request',
  'unsupported-parameter',
  'unsupported-feature',
  'request-rejected',
]);

function paramOf(code: ErrorCode, { param, mentionedParam }: VendorError): string | undefined {
  if (!parameterCodes.has(code)) return undefined;
  return toFieldPath(param) ?? toFieldPath(mentionedParam);
}

function formatAdvice(advice: string | undefined): string {
  return advice === undefined ? '' : `; ${advice}`;
}

/** Returns the error that a vendor reports inside a response, for example as an event of a stream. */
export function createInBandError(error: VendorError): ProviderError {
  const { code = classifyError(error), retryAfterMs, shouldRetry } = error;
  const param = paramOf(code, error);
  const message = `the response contains an error${formatCodes(error)}${formatParam(param)}`;
  return new ProviderError({ code, message, retryAfterMs, param, shouldRetry });
}

/** A body that is no JSON is a message in words, unless it is a page. */
function readMessage({ headers }: ErrorResponse, body: string): string | undefined {
  const isPage = mediaType(headers) === 'text/html' || body.trimStart().startsWith('<');
  return isPage || body === '' ? undefined : body;
}

/**
 * A word without digits and dashes, or a number of at most six digits. Other codes are not put into the message,
 * because vendors sometimes return the API key as the code, and keys contain a dash, or letters and digits.
 */
const codeShape = /^(?:[a-z][a-z_.]{0,39}|\d{1,6})$/i;

function formatCodes({ vendorCode, vendorType }: VendorErrorDetails): string {
  const safe = [vendorCode, vendorType].filter(
    (text) => text !== undefined && codeShape.test(text),
  );
  return safe.length > 0 ? ` (${safe.join(', ')})` : '';
}

function formatParam(param: string | undefined): string {
  return param === undefined ? '' : `, parameter ${param}`;
}

const namedTypes = ['text/event-stream', 'text/html', 'text/plain'];

function describeBody({ headers }: ErrorResponse, json: JsonValue | undefined): string {
  const type = mediaType(headers);
  if (type === undefined) return 'a body without a content type';
  if (json !== undefined) return 'JSON';
  if (type === 'application/json') return 'invalid JSON';
  return namedTypes.includes(type) ? type : 'another content type';
}
