import type {
  ChatRequest,
  ProviderContext,
  ProviderEvent,
  RawEvent,
} from '@understudy/core/provider';
import { parseJson } from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

import { Conversation } from './conversation.ts';
import { ChatStreamDecoder } from './decode-chat-stream.ts';
import { encodeChatRequest, encodeContinuation } from './encode-chat-request.ts';
import { BreakableMessages } from './response/breakable-messages.ts';
import { ResponseStart } from './response/response-start.ts';
import type { Decoded, StreamEnd } from './response/stream-end.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { SessionPool } from './session/session-pool.ts';

const maxContinuations = 3;

/** Runs one chat. Requests continuations of a response that reached its maximum length. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  { endpoint, pool }: { readonly endpoint: Endpoint; readonly pool: SessionPool },
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const body = encodeChatRequest(request, context.random);
  const decoder = new ChatStreamDecoder();
  const conversation = new Conversation(endpoint, pool, context);
  try {
    let response = await conversation.open(body);
    const start = new ResponseStart(request, context, response);
    for (let continuations = 0; ; continuations += 1) {
      let decoded: Decoded | undefined;
      const batches = new BreakableMessages(
        response.messages,
        () => decoder.hasEnded && !context.signal.aborted,
      );
      for await (const messages of batches) {
        decoded = decoder.decode(messages);
        if (context.includeRaw) yield start.prepend(readRaw(messages), decoder.conversationId);
        if (decoded.end) break;
        yield start.prepend(decoded.events, decoder.conversationId);
      }
      const isWritten = !decoded?.end || isWhole(decoded.end);
      if (isWritten && !batches.isBroken) conversation.endResponse();
      const { events, end } = decoded?.end ? decoded : decoder.end();
      const { messageRef } = decoder;
      const continues = end?.type === 'cut' && messageRef && continuations < maxContinuations;
      if (end && end.type !== 'failed' && !continues) {
        conversation.close();
        yield start.prepend([...events, ...decoder.finish(end)], decoder.conversationId);
        return;
      }
      yield start.prepend(events, decoder.conversationId);
      if (end?.type === 'failed') throw conversation.toError(end.error);
      if (!continues) return;
      response = await conversation.resume(encodeContinuation(request.model, messageRef));
      decoder.startContinuation();
    }
  } finally {
    conversation.close();
  }
}

/** Whether the server has written the whole response. It may still be writing one that its moderation blocked. */
function isWhole(end: StreamEnd): boolean {
  return end.type !== 'failed' && end.reason !== 'content-filter';
}

function readRaw(messages: readonly SseMessage[]): readonly RawEvent[] {
  return messages.flatMap(({ data }) => {
    const value = parseJson(data);
    return value === undefined ? [] : [{ type: 'raw', value }];
  });
}
