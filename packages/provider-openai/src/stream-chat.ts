import type {
  ChatRequest,
  HttpHeaders,
  HttpRequest,
  HttpResponse,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';
import { ChatStreamDecoder, decodeChatResponse, encodeChatRequest } from '@understudy/openai-wire';
import type { Decoded, DecodeSettings, Quirks } from '@understudy/openai-wire';
import { mediaType, readRequestId, readSse } from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { Expectation } from './decode-error.ts';
import type { Endpoint } from './endpoint.ts';
import { mayBeStream, readJsonResponse } from './read-json-response.ts';
import { WarningInjector } from './warning-injector.ts';

interface ChatTarget {
  readonly endpoint: Endpoint;
  readonly quirks: Quirks;
}

/** Runs one chat. Decodes a stream and a JSON response, whichever was requested. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { httpRequest, warnings, expectation } = prepareChat(request, context, target);
  const response = await context.http.request(httpRequest);
  const settings = createDecodeSettings(request, context, target, response.headers);
  const injector = new WarningInjector(warnings);
  if (!mayBeStream(response, isStreamRequested(target))) {
    const json = await readJsonResponse(response, expectation);
    yield injector.add(decodeChatResponse(json, settings));
    return;
  }
  const decoder = new ChatStreamDecoder(settings);
  let hasMessages = false;
  for await (const messages of readSse(response.body)) {
    hasMessages ||= messages.length > 0;
    let pending: readonly SseMessage[] | undefined = messages;
    while (pending) {
      const { events, end, remaining }: Decoded = decoder.decode(pending, 'first-content');
      yield injector.add(events);
      if (end?.type === 'failed') throw end.error;
      if (end) return;
      pending = remaining;
    }
  }
  if (!hasMessages && !isEventStream(response)) throw decodeError(response, '', expectation);
  const { events, end } = decoder.end();
  yield injector.add(events);
  if (end?.type === 'failed') throw end.error;
}

interface PreparedChat {
  readonly httpRequest: HttpRequest;
  readonly warnings: readonly string[];
  readonly expectation: Expectation;
}

function prepareChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): PreparedChat {
  const { provider, clock } = context;
  const { endpoint, quirks } = target;
  const stream = isStreamRequested(target);
  const { body, warnings } = encodeChatRequest(request, { provider, stream, quirks });
  const httpRequest = endpoint.createRequest(
    {
      method: 'POST',
      url: endpoint.completions,
      accept: stream ? 'text/event-stream, application/json' : 'application/json',
      body: JSON.stringify(body),
    },
    context,
  );
  const expected = stream ? 'an event stream' : 'JSON';
  return {
    httpRequest,
    warnings,
    expectation: { operation: 'chat request', expected, endpoint, clock },
  };
}

function isStreamRequested({ quirks }: ChatTarget): boolean {
  return quirks.streams ?? true;
}

function createDecodeSettings(
  { model }: ChatRequest,
  { provider }: ProviderContext,
  { quirks }: ChatTarget,
  headers: HttpHeaders,
): DecodeSettings {
  return {
    provider,
    model,
    quirks,
    requestId: readRequestId(headers),
    rateLimitHeaders: readRateLimitHeaders(headers),
  };
}

/**
 * `x-ratelimit-*` of OpenAI and most other vendors, `ratelimit` and `ratelimit-*` of the IETF draft,
 * `anthropic-ratelimit-*`, and `x-tokenlimit-*` of Together.
 */
const rateLimitName = /^(?:(?:x-|anthropic-)?ratelimit|x-tokenlimit)/;

function readRateLimitHeaders(headers: HttpHeaders): Readonly<Record<string, string>> {
  const limits: Record<string, string> = {};
  for (const name of headers.names()) {
    if (rateLimitName.test(name)) limits[name] = headers.get(name) ?? '';
  }
  return limits;
}

function isEventStream({ headers }: HttpResponse): boolean {
  return mediaType(headers) === 'text/event-stream';
}
