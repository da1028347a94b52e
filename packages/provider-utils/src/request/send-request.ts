import { mediaType, parseJson, readRequestId, toResponseError } from '@understudy/core/internal';
import type { ResponseErrorDecoder } from '@understudy/core/internal';
import type { HttpBody, HttpRequest, HttpResponse } from '@understudy/core/provider';

import { JsonGrace } from '../response/json-grace.ts';
import { readErrorBody, readReceived } from '../response/read-body.ts';
import { readJsonLines } from '../stream/read-json-lines.ts';
import { readSse } from '../stream/read-sse.ts';
import { hasJoinedObjects } from '../stream/unknown-lines.ts';
import { chooseFormat } from './body-format.ts';
import type { BodyFormat } from './body-format.ts';
import { PeekedBody } from './peeked-body.ts';
import type {
  EventStreamResponse,
  JsonLinesResponse,
  JsonResponse,
  RequestContext,
  ResponseHead,
  VendorRequest,
  VendorResponses,
} from './vendor-request.ts';

/**
 * Sends a request and returns its response in the expected format.
 *
 * The body decides whether it has this format, because some servers send streams as `text/plain`, or JSON as an event
 * stream. Sizes are bounded by the limits of the context.
 *
 * @throws ProviderError for an error response, a bot challenge, an error inside a JSON response and a response in
 * another format. It has the status, the request id and the delay of the response, even if the body of an error
 * response is cut off, too large, damaged or does not arrive within one second
 */
export function sendRequest<Format extends BodyFormat>(
  context: RequestContext,
  request: VendorRequest<Format>,
): Promise<VendorResponses[Format]>;
export async function sendRequest(
  context: RequestContext,
  request: VendorRequest,
): Promise<EventStreamResponse | JsonLinesResponse | JsonResponse> {
  const response = await context.http.request(toHttpRequest(context, request));
  const { status, headers } = response;
  if (status >= 300) throw await readError(response, context, request);
  const body = new PeekedBody(response.body);
  const kind = await body.detectKind();
  // The content type of an event stream is not needed.
  const contentType = kind === 'event-stream' ? undefined : mediaType(headers);
  const format = chooseFormat(kind, contentType, formatsOf(request));
  const head = { status, headers, requestId: readRequestId(headers) };
  switch (format) {
    case 'event-stream':
      return toEventStream({ context, request, head, body });
    case 'json-lines': {
      const messages = readJsonLines(body, context.limits);
      return { ...head, format, close: () => close(body), messages };
    }
    case 'json':
      return await readJsonBody({ context, request, head, body });
    case undefined:
      // A stream that was not expected is not read, because it may never end.
      if (kind === 'event-stream') await body.return();
      throw await readError({ ...head, body }, context, request);
  }
}

/** A response whose body is not read yet, and its request. */
interface Exchange {
  readonly context: RequestContext;
  readonly request: VendorRequest;
  readonly head: ResponseHead;
  readonly body: PeekedBody;
}

/** @param source - the body, or what was read of it */
function toEventStream(
  { context, request, head, body }: Exchange,
  source: HttpBody = body,
): EventStreamResponse {
  const messages = readSse(source, context.limits, { lenient: request.lenient });
  return { ...head, format: 'event-stream', close: () => close(body), messages };
}

async function close(body: PeekedBody): Promise<void> {
  await body.return();
}

/**
 * Reads a body that starts like JSON: one document, or the documents of an event stream without its framing. A failure
 * after the end of the JSON, such as a missing last chunk, is ignored.
 */
async function readJsonBody(exchange: Exchange): Promise<EventStreamResponse | JsonResponse> {
  const { context, request, head, body } = exchange;
  if (canStartWithEvent(request) && (await startsWithEvent(exchange)))
    return toEventStream(exchange);
  const received = { status: head.status, body, first: body.takePeeked() };
  const { text, failure } = await readReceived(received, context.limits, createGrace(exchange));
  const json = parseJson(text);
  if (failure && (context.signal.aborted || json === undefined)) throw failure.error;
  if (json === undefined && isUnframedStream(text, request)) {
    return toEventStream(exchange, toBody(text));
  }
  const isError = json !== undefined && request.decodeError(json, context.clock.wallNow());
  if (json !== undefined && !isError) return { ...head, format: 'json', json };
  throw toResponseError(head, text, decoderOf(request), context.clock);
}

/** Whether the body of a response that starts like JSON can be events without their framing. */
function canStartWithEvent(request: VendorRequest): boolean {
  const isStream = formatsOf(request)[0] === 'event-stream';
  return isStream && request.lenient === true && request.isStreamed !== undefined;
}

/** Whether the first line of the body is one event of many. The other lines are not awaited. */
async function startsWithEvent(exchange: Exchange): Promise<boolean> {
  const { context, request, body } = exchange;
  const line = await body.readFirstLine(context.limits.maxEventBytes, createGrace(exchange));
  const json = parseJson(line ?? '');
  return json !== undefined && request.isStreamed?.(json) === true;
}

/** Whether text that is not one JSON document can be an event stream without its framing. */
function isUnframedStream(text: string, request: VendorRequest): boolean {
  const isExpected = request.lenient === true && formatsOf(request).includes('event-stream');
  return isExpected && (text.trim().includes('\n') || hasJoinedObjects(text));
}

function formatsOf({ expect }: VendorRequest): readonly BodyFormat[] {
  return typeof expect === 'string' ? [expect] : expect;
}

const acceptedTypes = {
  'event-stream': 'text/event-stream',
  'json-lines': 'application/x-ndjson',
  json: 'application/json',
} as const;

function toHttpRequest(context: RequestContext, request: VendorRequest): HttpRequest {
  const { method, url, body, proxy } = request;
  return {
    method,
    url,
    headers: toHeaders(context, request),
    body,
    proxy,
    signal: context.signal,
  };
}

/** The headers of the request come before the defaults, and these before the headers of the caller. */
function toHeaders(
  { headers: ofCaller = {} }: RequestContext,
  request: VendorRequest,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { ...request.headers };
  headers['accept'] ??= formatsOf(request)
    .map((format) => acceptedTypes[format])
    .join(', ');
  headers['accept-encoding'] ??= 'identity';
  if (request.body !== undefined) headers['content-type'] ??= 'application/json';
  for (const name of Object.keys(ofCaller)) headers[name.toLowerCase()] ??= ofCaller[name] ?? '';
  return headers;
}

async function readError(
  response: HttpResponse,
  context: RequestContext,
  request: VendorRequest,
): Promise<Error> {
  const body = await readErrorBody(response, context);
  return toResponseError(response, body, decoderOf(request), context.clock);
}

/** Undefined for a body with a known length, which ends by itself. */
function createGrace({ context, request, head }: Exchange): JsonGrace | undefined {
  if (head.headers.get('content-length') !== undefined) return undefined;
  const { clock, usageGraceMs } = context;
  return new JsonGrace(clock, usageGraceMs, (json) => request.isStreamed?.(json) !== true);
}

async function* toBody(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}

function decoderOf(request: VendorRequest): ResponseErrorDecoder {
  const { body, operation } = request;
  return {
    operation,
    expected: describe(request),
    requestBody: typeof body === 'string' ? body : undefined,
    decodeError: (json, now) => request.decodeError(json, now),
    adviseOn: (code, error) => request.adviseOn?.(code, error),
  };
}

const descriptions = {
  'event-stream': 'an event stream',
  'json-lines': 'lines of JSON',
  json: 'JSON',
} as const;

function describe(request: VendorRequest): string {
  const [first = 'json'] = formatsOf(request);
  return descriptions[first];
}
