import {
  decodeMessage,
  encodeMessagesRequest,
  MessageStreamDecoder,
} from '@understudy/anthropic-wire';
import type { ApiVersion, Decoded, DecodeSettings } from '@understudy/anthropic-wire';
import type {
  ChatRequest,
  HttpHeaders,
  ProviderContext,
  ProviderEvent,
  RawEvent,
} from '@understudy/core/provider';
import { parseJson, restoreToolNames, sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse, JsonResponse, SseMessage } from '@understudy/provider-utils';
import { UsageGrace, WarningInjector } from '@understudy/provider-utils/internal';

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
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { response, warnings, toolNames, settings } = await send(request, context, target);
  const injector = new WarningInjector(warnings);
  const toEvents = (events: readonly ProviderEvent[]): readonly ProviderEvent[] =>
    injector.add(restoreToolNames(events, toolNames, request.tools));
  if (response.format === 'json') {
    const raw = context.includeRaw ? [{ type: 'raw', value: response.json } as const] : [];
    yield toEvents([...raw, ...decodeMessage(response.json, settings)]);
    return;
  }
  yield* readStream(response, new MessageStreamDecoder(settings), { context, toEvents });
}

interface Reading {
  readonly context: ProviderContext;
  /** Returns the events as the chat reports them. */
  readonly toEvents: (events: readonly ProviderEvent[]) => readonly ProviderEvent[];
}

async function* readStream(
  response: EventStreamResponse,
  decoder: MessageStreamDecoder,
  { context, toEvents }: Reading,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { includeRaw, signal } = context;
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
      // A server without message_stop may keep the connection open.
      if (decoder.mayEnd) grace.start();
    }
  } catch (error) {
    // Without message_stop, the response is complete whatever happens to the connection after the stop reason.
    if (!decoder.mayEnd || signal.aborted) throw error;
  } finally {
    grace.stop();
  }
  const { events, end } = decoder.end();
  yield toEvents(events);
  if (end?.type === 'failed') throw end.error;
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
    messageStop,
    maxResponseBytes: limits.maxResponseBytes,
    now: () => clock.wallNow(),
    requestId: response.requestId,
    rateLimitHeaders: readRateLimitHeaders(response.headers),
  };
  const { warnings, toolNames } = encoded;
  return { response, warnings, toolNames, settings };
}

/** Returns the messages that were decoded, as the vendor sent them. */
function toRawEvents(
  messages: readonly SseMessage[],
  remaining: readonly SseMessage[] = [],
): readonly RawEvent[] {
  const decoded = messages.slice(0, messages.length - remaining.length);
  return decoded.map(({ data }) => ({ type: 'raw', value: parseJson(data) ?? data }));
}

function readRateLimitHeaders(headers: HttpHeaders): Readonly<Record<string, string>> {
  const names = headers.names().filter((name) => name.startsWith('anthropic-ratelimit-'));
  return Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']));
}
