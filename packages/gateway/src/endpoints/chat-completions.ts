import type { JsonObject } from '@understudy/core';
import { ChatStreamEncoder, decodeChatRequest, encodeChatResponse } from '@understudy/openai-wire';

import { keepAliveComment } from '../chat/keep-alive.ts';
import { openAiErrors } from '../errors/error-format.ts';
import type { ChatEndpoint, DecodedChat } from './chat-endpoint.ts';
import { decodeResponses } from './responses.ts';

/** OpenAI's Chat Completions API. */
export const chatCompletions: ChatEndpoint = {
  path: '/v1/chat/completions',
  format: 'openai-chat',
  errors: openAiErrors,
  idPrefix: 'chatcmpl-',
  heartbeat: keepAliveComment,
  // Cursor sends requests of the Responses API to this path.
  decode: (body) =>
    'input' in body && !('messages' in body) ? decodeResponses(body) : decodeCompletions(body),
};

function decodeCompletions(body: JsonObject): DecodedChat {
  const { request, stream, includeUsage, functionCalls, warnings } = decodeChatRequest(body);
  return {
    request,
    stream,
    warnings,
    createEncoder: (identity) => {
      const encoder = new ChatStreamEncoder({ ...identity, includeUsage, functionCalls });
      return {
        encodeSse: (events) => encoder.encodeSse(events),
        endSse: () => encoder.endSse(),
        failSse: (failure) => `data: ${JSON.stringify(openAiErrors.encode(failure))}\n\n`,
      };
    },
    encodeResponse: (response, identity) =>
      encodeChatResponse(response, { ...identity, functionCalls }),
  };
}
