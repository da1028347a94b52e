import { readSse } from '@understudy/core/provider';
import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';

import { Conversation } from './conversation.ts';
import { ChatStreamDecoder } from './decode-chat-stream.ts';
import type { Decoded } from './decode-chat-stream.ts';
import { encodeChatRequest, encodeContinue } from './encode-chat-request.ts';
import { ResponseStart } from './response/response-start.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { SessionPool } from './session/session-pool.ts';

/** Each event holds the whole text so far, so the usual bound would be one on the answer. */
const maxEventBytes = 8 * 1024 * 1024;
const continuesAtMost = 3;

/** One chat: asks, follows the answer, and has it continued where the site cut it off. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  { site, pool }: { readonly site: Endpoint; readonly pool: SessionPool },
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const body = encodeChatRequest(request, context.random);
  const decoder = new ChatStreamDecoder();
  const conversation = new Conversation(site, pool, context);
  try {
    let response = await conversation.open(body);
    const opening = new ResponseStart(request, context, response);
    for (let continues = 0; ; continues += 1) {
      let decoded: Decoded | undefined;
      for await (const messages of readSse(response.body, { maxEventBytes })) {
        decoded = decoder.decode(messages);
        if (decoded.end) break;
        yield opening.before(decoded.events, decoder.conversationId);
      }
      const { events, end } = decoded?.end ? decoded : decoder.endBody();
      const { place } = decoder;
      const goesOn = end?.type === 'cut' && place && continues < continuesAtMost;
      if (end && end.type !== 'failed' && !goesOn) {
        // Moderation ends an answer that the site may still be writing.
        conversation.close(end.reason !== 'content-filter');
        yield opening.before([...events, ...decoder.finish(end)], decoder.conversationId);
        return;
      }
      yield opening.before(events, decoder.conversationId);
      if (end?.type === 'failed') throw end.error;
      if (!goesOn) return;
      response = await conversation.goOn(encodeContinue(request.model, place));
      decoder.startContinue();
    }
  } finally {
    conversation.close(false);
  }
}
