import { mediaType, readRequestId, readSse } from '@understudy/core/provider';
import type {
  ChatRequest,
  HttpResponse,
  ProviderContext,
  ProviderEvent,
  SseMessage,
} from '@understudy/core/provider';
import { ChatStreamDecoder, decodeChatResponse, encodeChatRequest } from '@understudy/openai-wire';
import type { Decoded, Quirks } from '@understudy/openai-wire';

import { decodeError } from './decode-error.ts';
import type { Endpoint } from './endpoint.ts';
import { readRateLimitHeaders } from './rate-limit-headers.ts';
import { mayBeStream, readJsonAnswer } from './read-json-response.ts';
import { WarningInjector } from './warning-injector.ts';

/** One chat. A whole answer is taken where a stream was asked for, and the other way round. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  { endpoint, quirks }: { readonly endpoint: Endpoint; readonly quirks: Quirks },
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { provider, http, clock } = context;
  const { streams: stream = true } = quirks;
  const { body, warnings } = encodeChatRequest(request, { provider, stream, quirks });
  const response = await http.request(
    endpoint.createRequest(
      {
        method: 'POST',
        url: endpoint.completions,
        accept: stream ? 'text/event-stream, application/json' : 'application/json',
        body: JSON.stringify(body),
      },
      context,
    ),
  );
  const settings = {
    provider,
    model: request.model,
    quirks,
    requestId: readRequestId(response.headers),
    rateLimitHeaders: readRateLimitHeaders(response.headers),
  };
  const wanted = {
    what: 'the answer',
    expected: stream ? 'an event stream' : 'JSON',
    endpoint,
    clock,
  };
  const told = new WarningInjector(warnings);
  if (!mayBeStream(response, stream)) {
    const json = await readJsonAnswer(response, wanted);
    yield told.add(decodeChatResponse(json, settings));
    return;
  }
  const decoder = new ChatStreamDecoder(settings);
  let heard = false;
  for await (const messages of readSse(response.body)) {
    heard ||= messages.length > 0;
    let left: readonly SseMessage[] | undefined = messages;
    while (left) {
      const { events, end, remaining }: Decoded = decoder.decode(left, 'first-content');
      yield told.add(events);
      if (end?.type === 'failed') throw end.error;
      if (end) return;
      left = remaining;
    }
  }
  if (!heard && !isEventStream(response)) throw decodeError(response, '', wanted);
  const { events, end } = decoder.end();
  yield told.add(events);
  if (end?.type === 'failed') throw end.error;
}

function isEventStream({ headers }: HttpResponse): boolean {
  return mediaType(headers) === 'text/event-stream';
}
