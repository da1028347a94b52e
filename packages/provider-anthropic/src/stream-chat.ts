import {
  decodeMessage,
  encodeMessagesRequest,
  MessageStreamDecoder,
} from '@understudy/anthropic-wire';
import type { ApiVersion, DecodeSettings } from '@understudy/anthropic-wire';
import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse, JsonResponse, SseMessage } from '@understudy/provider-utils';
import {
  createEventMapper,
  decodeStream,
  readRateLimitHeaders,
} from '@understudy/provider-utils/internal';
import type { CompleteResponse, OpenedStream } from '@understudy/provider-utils/internal';

import type { Endpoint } from './endpoint.ts';

interface ChatTarget {
  readonly endpoint: Endpoint;
  readonly apiVersion: ApiVersion;
  readonly messageStop: boolean;
}

interface Sent {
  readonly response: EventStreamResponse | JsonResponse;
  readonly warnings: readonly string[];
  readonly toolNames: ReadonlyMap<string, string> | undefined;
  readonly settings: DecodeSettings;
}

/** Runs one chat. Decodes a stream, or a JSON response of a server that does not stream. */
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
  const { response, settings, warnings, toolNames } = await send(request, context, target);
  const mapEvents = createEventMapper(request, { warnings, toolNames });
  if (response.format === 'event-stream') {
    return { response, decoder: new MessageStreamDecoder(settings), mapEvents };
  }
  const { json } = response;
  const raw = context.includeRaw ? [{ type: 'raw', value: json } as const] : [];
  return { events: mapEvents([...raw, ...decodeMessage(json, settings)]) };
}

async function send(
  request: ChatRequest,
  context: ProviderContext,
  { endpoint, apiVersion, messageStop }: ChatTarget,
): Promise<Sent> {
  const { provider, limits, clock } = context;
  const encoded = encodeMessagesRequest(request, { provider, stream: true, apiVersion });
  const response = await sendRequest(context, {
    ...endpoint.fieldsFor(encoded.betas),
    method: 'POST',
    url: endpoint.messages,
    body: JSON.stringify(encoded.body),
    expect: ['event-stream', 'json'],
    lenient: true,
    operation: 'chat request',
  });
  const settings = {
    provider,
    model: request.model,
    jsonTool: encoded.jsonTool,
    propertyNames: encoded.propertyNames,
    messageStop,
    maxResponseBytes: limits.maxResponseBytes,
    now: () => clock.wallNow(),
    requestId: response.requestId,
    rateLimitHeaders: readRateLimitHeaders(response.headers),
  };
  const { warnings, toolNames } = encoded;
  return { response, warnings, toolNames, settings };
}
