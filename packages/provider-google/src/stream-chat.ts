import type {
  ChatRequest,
  JsonObject,
  JsonValue,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse, JsonResponse, SseMessage } from '@understudy/provider-utils';
import { createEventMapper, decodeStream } from '@understudy/provider-utils/internal';
import type { CompleteResponse, OpenedStream } from '@understudy/provider-utils/internal';

import type { Endpoint } from './endpoint.ts';
import {
  ChatStreamDecoder,
  decodeChatResponse,
  finishResponse,
} from './wire/decode-chat-stream.ts';
import { encodeChatRequest } from './wire/encode-chat-request.ts';
import { ResponseReader } from './wire/response/response-reader.ts';

type Response = EventStreamResponse | JsonResponse;
type Events = AsyncGenerator<readonly ProviderEvent[], void, undefined>;

/**
 * Runs one chat. A response that stopped at the limit of a request is continued with further requests, as long as the
 * attempt may send them.
 */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  endpoint: Endpoint,
): Events {
  const { body, jsonTool, toolNames, warnings } = encodeChatRequest(request, context.provider);
  const url = endpoint.methodOf(request.model, 'streamGenerateContent');
  const send = (fields: JsonObject): Promise<Response> =>
    sendRequest(context, {
      ...endpoint.fields,
      method: 'POST',
      url,
      body: JSON.stringify({ ...body, ...fields }),
      expect: ['event-stream', 'json'],
      operation: 'chat request',
      lenient: true,
      isStreamed: isChunk,
    });
  const response = await send({});
  const reader = createReader(request, response, context, jsonTool);
  const mapEvents = createEventMapper(request, { warnings, toolNames });
  for (let current = response; ;) {
    yield* decodeStream(() => openResponse(current, { reader, context, mapEvents }), context);
    const { continuationToken } = reader;
    if (continuationToken === undefined || !context.reserveRequest()) break;
    reader.startRequest();
    current = await send({ continuationToken });
  }
  const { events, end } = finishResponse(reader);
  yield mapEvents(events);
  if (end?.type === 'failed') throw end.error;
}

/** What the requests of a chat have in common. */
interface Reading {
  readonly reader: ResponseReader;
  readonly context: ProviderContext;
  /** Returns the events as the chat reports them. */
  readonly mapEvents: (events: readonly ProviderEvent[]) => readonly ProviderEvent[];
}

/** Opens the response of one request. It does not contain the last events of the chat. */
async function openResponse(
  response: Response,
  { reader, context, mapEvents }: Reading,
): Promise<OpenedStream<SseMessage> | CompleteResponse> {
  if (response.format === 'event-stream') {
    return { response, decoder: new ChatStreamDecoder(reader), mapEvents };
  }
  const raw = context.includeRaw ? [{ type: 'raw', value: response.json } as const] : [];
  const { events, end } = decodeChatResponse(response.json, reader);
  const error = end?.type === 'failed' ? end.error : undefined;
  return { events: [...raw, ...mapEvents(events)], error };
}

function createReader(
  { model }: ChatRequest,
  { requestId }: Response,
  { provider, random, clock }: ProviderContext,
  jsonTool: boolean,
): ResponseReader {
  return new ResponseReader({
    provider,
    model,
    requestId,
    now: () => clock.wallNow(),
    jsonTool,
    createToolCallId: () => `call_${random.uuid().replaceAll('-', '').slice(0, 24)}`,
  });
}

/** Whether a JSON document is one chunk of a stream. */
function isChunk(json: JsonValue): boolean {
  return isJsonObject(json) && Array.isArray(json.candidates);
}
