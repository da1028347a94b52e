import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import type { DecodeSettings, EncodedRequest, Quirks } from '@understudy/openai-wire';
import { sendRequest } from '@understudy/provider-utils';
import type { ResponseHead, SseMessage, VendorRequest } from '@understudy/provider-utils';
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
  const { api, quirks } = target;
  const { streams: stream = true } = quirks;
  const encoded = api.encode(request, { provider: context.provider, stream, quirks });
  const response = await sendRequest(context, toVendorRequest(request, encoded, target));
  const settings = createDecodeSettings(request, context, target, response);
  const mapEvents = createEventMapper(request, encoded);
  if (response.format === 'event-stream') {
    return { response, decoder: api.createDecoder(settings), mapEvents };
  }
  const { json } = response;
  const events = api.decodeComplete(json, settings);
  return {
    events: mapEvents(context.includeRaw ? [{ type: 'raw', value: json }, ...events] : events),
  };
}

function toVendorRequest(
  { model }: ChatRequest,
  { body }: EncodedRequest,
  { api, endpoint, quirks: { streams = true } }: ChatTarget,
): VendorRequest<'event-stream' | 'json'> {
  const { fields } = endpoint;
  const { lenient, isStreamed } = api.reading;
  return {
    ...fields,
    method: 'POST',
    url: endpoint.chatUrlOf(model),
    body: JSON.stringify(body),
    headers: streams ? fields.headers : { ...fields.headers, accept: 'application/json' },
    expect: streams ? ['event-stream', 'json'] : ['json', 'event-stream'],
    operation: 'chat request',
    lenient,
    isStreamed,
  };
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
