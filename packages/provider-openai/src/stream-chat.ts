import type {
  ChatRequest,
  HttpHeaders,
  ProviderContext,
  ProviderEvent,
  RawEvent,
} from '@understudy/core/provider';
import type { Decoded, DecodeSettings, EncodedRequest, Quirks } from '@understudy/openai-wire';
import { parseJson, restoreToolNames, sendRequest } from '@understudy/provider-utils';
import type {
  EventStreamResponse,
  JsonResponse,
  ResponseHead,
  SseMessage,
} from '@understudy/provider-utils';
import { UsageGrace, WarningInjector } from '@understudy/provider-utils/internal';

import type { ChatApi } from './api/chat-api.ts';
import type { Endpoint } from './endpoint.ts';

interface ChatTarget {
  readonly api: ChatApi;
  readonly endpoint: Endpoint;
  readonly quirks: Quirks;
}

/** Runs one chat. Decodes a stream and a JSON response, whichever was requested. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { response, warnings, toolNames } = await send(request, context, target);
  const { includeRaw } = context;
  const settings = createDecodeSettings(request, context, target, response);
  const toEvents = createEventMapper(request, warnings, toolNames);
  if (response.format === 'json') {
    const raw = includeRaw ? [{ type: 'raw', value: response.json } as const] : [];
    yield toEvents([...raw, ...target.api.decodeComplete(response.json, settings)]);
    return;
  }
  const decoder = new target.api.Decoder(settings);
  const grace = new UsageGrace(context, () => response.close());
  try {
    for await (const messages of response.messages) {
      let pending: readonly SseMessage[] | undefined = messages;
      while (pending) {
        const { events, end, remaining }: Decoded = decoder.decode(pending, 'first-content');
        grace.withdraw(events);
        if (includeRaw) yield toRawEvents(pending, remaining);
        yield toEvents(events);
        if (end?.type === 'failed') throw end.error;
        if (end) return;
        pending = remaining;
      }
      if (decoder.hasFinishReason) grace.start();
    }
  } catch (error) {
    // After the finish reason, the response is complete whatever happens to the connection.
    if (!decoder.hasFinishReason || context.signal.aborted) throw error;
  } finally {
    grace.stop();
  }
  const { events, end } = decoder.end();
  yield toEvents(events);
  if (end?.type === 'failed') throw end.error;
}

type EventMapper = (events: readonly ProviderEvent[]) => readonly ProviderEvent[];

/** Returns a function that adds the warnings about the request and restores the names of its tools. */
function createEventMapper(
  { tools = [] }: ChatRequest,
  warnings: readonly string[],
  toolNames: ReadonlyMap<string, string> | undefined,
): EventMapper {
  if (warnings.length === 0 && !toolNames && tools.length === 0) return (events) => events;
  const injector = new WarningInjector(warnings);
  return (events) => injector.add(restoreToolNames(events, toolNames, tools));
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

/** Returns the messages that were decoded, as the vendor sent them. */
function toRawEvents(
  messages: readonly SseMessage[],
  remaining: readonly SseMessage[] = [],
): readonly RawEvent[] {
  const decoded = messages.slice(0, messages.length - remaining.length);
  return decoded
    .filter(({ data }) => data.trim() !== '[DONE]')
    .map(({ data }) => ({ type: 'raw', value: parseJson(data) ?? data }));
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
