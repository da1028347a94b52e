import type {
  ChatRequest,
  ProviderCallContext,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';
import { optionsOf, sendRequest } from '@understudy/provider-utils';
import type { JsonLine, JsonLinesResponse } from '@understudy/provider-utils';
import { createEventMapper, decodeStream } from '@understudy/provider-utils/internal';
import type { StreamOpening } from '@understudy/provider-utils/internal';

import type { Endpoint } from './endpoint.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { ModelCatalog } from './model-catalog.ts';
import { waitForResponse } from './wait-for-response.ts';
import { ChatStreamDecoder } from './wire/decode-chat-stream.ts';
import { encodeChatRequest } from './wire/encode-chat-request.ts';
import type { EncodedRequest } from './wire/encode-chat-request.ts';

/** A server, and the context of requests that serve several chats. */
export interface ChatTarget {
  readonly endpoint: Endpoint;
  readonly catalog: ModelCatalog;
  readonly shared: ProviderCallContext;
}

/** Runs one chat. */
export function streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  return decodeStream(openStream(request, context, target), context);
}

async function* openStream(
  request: ChatRequest,
  context: ProviderContext,
  { endpoint, catalog, shared }: ChatTarget,
): StreamOpening<JsonLine> {
  const encoded = await encode(request, catalog, shared);
  const pending = send(encoded, endpoint, context);
  const response = yield* waitForResponse(pending, request.model, endpoint, shared);
  const decoder = createDecoder(request, response, context);
  return { response, decoder, mapEvents: createEventMapper(request, encoded) };
}

/** The server is asked how the model reasons only if the request depends on it. */
async function encode(
  request: ChatRequest,
  catalog: ModelCatalog,
  shared: ProviderCallContext,
): Promise<EncodedRequest> {
  const { model, reasoningEffort } = request;
  const { provider } = shared;
  const isOverridden = Object.hasOwn(optionsOf(request, provider), 'think');
  if (reasoningEffort === undefined || isOverridden) {
    return encodeChatRequest(request, { provider });
  }
  const details = await catalog.find(model, shared);
  return encodeChatRequest(request, { provider, reasoning: details?.reasoning });
}

async function send(
  { body }: EncodedRequest,
  endpoint: Endpoint,
  context: ProviderContext,
): Promise<JsonLinesResponse> {
  try {
    return await sendRequest(context, {
      ...endpoint.fields,
      method: 'POST',
      url: endpoint.chat,
      body: JSON.stringify(body),
      expect: 'json-lines',
      operation: 'chat request',
    });
  } catch (error) {
    throw explainRefusal(error);
  }
}

function createDecoder(
  { model }: ChatRequest,
  { requestId }: JsonLinesResponse,
  { provider, random, clock }: ProviderContext,
): ChatStreamDecoder {
  return new ChatStreamDecoder({
    provider,
    model,
    requestId,
    now: () => clock.wallNow(),
    createToolCallId: () => `call_${random.uuid().replaceAll('-', '').slice(0, 24)}`,
  });
}
