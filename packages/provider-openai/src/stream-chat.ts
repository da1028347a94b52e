import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import type { DecodeSettings, EncodedRequest, Quirks } from '@understudy/openai-wire';
import { sendRequest } from '@understudy/provider-utils';
import type {
  EventStreamResponse,
  JsonResponse,
  ResponseHead,
  SseMessage,
} from '@understudy/provider-utils';
import {
  createEventMapper,
  decodeStream,
  readRateLimitHeaders,
} from '@understudy/provider-utils/internal';
import type { CompleteResponse, OpenedStream } from '@understudy/provider-utils/internal';

import type { ChatApi } from './api/chat-api.ts';
import type { Endpoint } from './endpoint.ts';

/** An API of a server. */
export interface ChatTarget {
  readonly api: ChatApi;
  readonly endpoint: Endpoint;
  readonly quirks: Quirks;
}

/** Runs one chat. Decodes a stream and a JSON response, whichever was requested. */
export function streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  return decodeStream(() => openResponse(request, context, target), context);
}

async function openResponse(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): Promise<OpenedStream<SseMessage> | CompleteResponse> {
  const { api } = target;
  const { response, warnings, toolNames } = await send(request, context, target);
  const settings = createDecodeSettings(request, context, target, response);
  const mapEvents = createEventMapper(request, { warnings, toolNames });
  if (response.format === 'event-stream') {
    return { response, decoder: api.createDecoder(settings), mapEvents };
  }
  const { json } = response;
  const raw = context.includeRaw ? [{ type: 'raw', value: json } as const] : [];
  return { events: mapEvents([...raw, ...api.decodeComplete(json, settings)]) };
}

interface SentRequest extends Pick<EncodedRequest, 'warnings' | 'toolNames'> {
  readonly response: EventStreamResponse | JsonResponse;
}

async function send(
  request: ChatRequest,
  context: ProviderContext,
  { api, endpoint, quirks }: ChatTarget,
): Promise<SentRequest> {
  const { provider } = context;
  const { fields } = endpoint;
  const { streams: stream = true } = quirks;
  const encoded = api.encode(request, { provider, stream, quirks });
  const response = await sendRequest(context, {
    ...fields,
    method: 'POST',
    url: endpoint.chatUrlOf(request.model),
    body: JSON.stringify(encoded.body),
    headers: stream ? fields.headers : { ...fields.headers, accept: 'application/json' },
    expect: stream ? ['event-stream', 'json'] : ['json', 'event-stream'],
    operation: 'chat request',
    ...api.reading,
  });
  return { response, warnings: encoded.warnings, toolNames: encoded.toolNames };
}

function createDecodeSettings(
  { model }: ChatRequest,
  { provider, limits, clock }: ProviderContext,
  { quirks }: ChatTarget,
  { headers, requestId }: ResponseHead,
): DecodeSettings {
  return {
    provider,
    model,
    quirks,
    maxResponseBytes: limits.maxResponseBytes,
    now: () => clock.wallNow(),
    requestId,
    rateLimitHeaders: readRateLimitHeaders(headers),
  };
}
