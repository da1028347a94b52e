import {
  lowerCaseNames,
  mediaType,
  parseJson,
  readRequestId,
  toResponseError,
} from '@understudy/core/internal';
import type { ResponseErrorDecoder } from '@understudy/core/internal';
import type { HttpRequest, HttpResponse } from '@understudy/core/provider';

import { readErrorBody, readReceived } from '../response/read-body.ts';
import { readJsonLines } from '../stream/read-json-lines.ts';
import { readSse } from '../stream/read-sse.ts';
import { chooseFormat } from './body-format.ts';
import type { BodyFormat } from './body-format.ts';
import { PeekedBody } from './peeked-body.ts';
import type {
  EventStreamResponse,
  JsonLinesResponse,
  JsonResponse,
  RequestContext,
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
  const formats = [request.expect].flat();
  const response = await context.http.request(toHttpRequest(context, request, formats));
  const { status, headers } = response;
  if (status >= 300) throw await readError(response, context, request);
  const body = new PeekedBody(response.body);
  const kind = await body.detectKind();
  // The content type of an event stream is not needed.
  const contentType = kind === 'event-stream' ? undefined : mediaType(headers);
  const format = chooseFormat(kind, contentType, formats);
  const head = { status, headers, requestId: readRequestId(headers) };
  const close = async (): Promise<void> => void (await body.return());
  switch (format) {
    case 'event-stream':
      return { ...head, format, close, messages: readSse(body, context.limits, request) };
    case 'json-lines':
      return { ...head, format, close, messages: readJsonLines(body, context.limits) };
    case 'json': {
      if (formats[0] === 'event-stream' && (await isJsonLines(body, context, request))) {
        const messages = readSse(body, context.limits, request);
        return { ...head, format: 'event-stream', close, messages };
      }
      const text = await readComplete({ ...response, body }, context);
      const json = parseJson(text);
      const isLines = json === undefined && text.trim().includes('\n');
      if (isLines && request.lenient === true && formats.includes('event-stream')) {
        const messages = readSse(toBody(text), context.limits, request);
        return { ...head, format: 'event-stream', close, messages };
      }
      const { clock } = context;
      const isError = json !== undefined && request.decodeError(json, clock.wallNow());
      if (json !== undefined && !isError) return { ...head, format, json };
      throw toResponseError(response, text, decoderOf(request), clock);
    }
    case undefined:
      // A stream that was not expected is not read, because it may never end.
      if (kind === 'event-stream') await body.return();
      throw await readError({ ...response, body }, context, request);
  }
}

const acceptedTypes = {
  'event-stream': 'text/event-stream',
  'json-lines': 'application/x-ndjson',
  json: 'application/json',
} as const;

function toHttpRequest(
  { headers = {}, signal }: RequestContext,
  request: VendorRequest,
  formats: readonly BodyFormat[],
): HttpRequest {
  const { method, url, body, proxy } = request;
  return {
    method,
    url,
    body,
    proxy,
    signal,
    headers: {
      ...lowerCaseNames(headers),
      accept: formats.map((format) => acceptedTypes[format]).join(', '),
      'accept-encoding': 'identity',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...request.headers,
    },
  };
}

async function readError(
  response: HttpResponse,
  context: RequestContext,
  request: VendorRequest,
): Promise<Error> {
  const body = await readErrorBody(response, context);
  return toResponseError(response, body, decoderOf(request), context.clock);
}

/** Whether the body has one event per line. The other lines are not awaited. */
async function isJsonLines(
  body: PeekedBody,
  { limits }: RequestContext,
  { lenient = false, isStreamed }: VendorRequest,
): Promise<boolean> {
  if (!lenient || !isStreamed) return false;
  const json = parseJson((await body.readFirstLine(limits.maxEventBytes)) ?? '');
  return json !== undefined && isStreamed(json);
}

/**
 * Reads a JSON body. A failure after the end of the JSON, such as a missing last chunk, is ignored.
 *
 * Without a generator around the body: V8 kept such generators, and what they refer to, until a full collection.
 */
async function readComplete(
  response: HttpResponse,
  { limits, signal }: RequestContext,
): Promise<string> {
  const { text, failure } = await readReceived(response, limits);
  if (failure && (signal.aborted || parseJson(text) === undefined)) throw failure.error;
  return text;
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

function describe({ expect }: VendorRequest): string {
  const [first = 'json'] = [expect].flat();
  return descriptions[first];
}
