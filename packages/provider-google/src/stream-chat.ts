import type {
  ChatRequest,
  JsonObject,
  JsonValue,
  ProviderContext,
  ProviderEvent,
  RawEvent,
} from '@understudy/core/provider';
import { isJsonObject, parseJson, restoreToolNames, sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse, JsonResponse, SseMessage } from '@understudy/provider-utils';
import { UsageGrace, WarningInjector } from '@understudy/provider-utils/internal';

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
  const injector = new WarningInjector(warnings);
  const toEvents = (events: readonly ProviderEvent[]): readonly ProviderEvent[] =>
    injector.add(restoreToolNames(events, toolNames, request.tools));
  for (let current = response; ;) {
    yield* readResponse(current, { reader, context, toEvents });
    const { continuationToken } = reader;
    if (continuationToken === undefined || !context.reserveRequest()) break;
    reader.startRequest();
    current = await send({ continuationToken });
  }
  const { events, error } = finishResponse(reader);
  yield toEvents(events);
  if (error) throw error;
}

/** What the requests of a chat have in common. */
interface Reading {
  readonly reader: ResponseReader;
  readonly context: ProviderContext;
  /** Returns the events as the chat reports them. */
  readonly toEvents: (events: readonly ProviderEvent[]) => readonly ProviderEvent[];
}

/** Yields the events of one request, without the last ones of the response. */
function readResponse(response: Response, reading: Reading): Events {
  return response.format === 'event-stream'
    ? readStream(response, reading)
    : readJson(response, reading);
}

async function* readJson(response: JsonResponse, { reader, context, toEvents }: Reading): Events {
  if (context.includeRaw) yield [{ type: 'raw', value: response.json }];
  const { events, error } = decodeChatResponse(response.json, reader);
  yield toEvents(events);
  if (error) throw error;
}

async function* readStream(
  response: EventStreamResponse,
  { reader, context, toEvents }: Reading,
): Events {
  const decoder = new ChatStreamDecoder(reader);
  const grace = new UsageGrace(context, () => response.close());
  try {
    for await (const messages of response.messages) {
      const { events, error } = decoder.decode(messages);
      grace.withdraw(events);
      if (context.includeRaw) yield toRawEvents(messages);
      yield toEvents(events);
      if (error) throw error;
      if (reader.hasEnd) grace.start();
    }
  } catch (error) {
    // After the finish reason, the response is complete whatever happens to the connection.
    if (!reader.hasEnd || context.signal.aborted) {
      yield toEvents(decoder.fail());
      throw error;
    }
  } finally {
    grace.stop();
  }
  const { events, error } = decoder.end();
  yield toEvents(events);
  if (error) throw error;
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

function toRawEvents(messages: readonly SseMessage[]): readonly RawEvent[] {
  return messages
    .filter(({ data }) => data.trim() !== '[DONE]')
    .map(({ data }) => ({ type: 'raw', value: parseJson(data) ?? data }));
}
