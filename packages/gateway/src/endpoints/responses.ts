import type { JsonObject } from '@understudy/core';
import {
  decodeResponsesRequest,
  encodeResponse,
  ResponseStreamEncoder,
} from '@understudy/openai-wire/responses';

import { keepAliveComment } from '../chat/keep-alive.ts';
import { openAiErrors } from '../errors/error-format.ts';
import { toErrorCode } from '../errors/failure.ts';
import type { ChatEndpoint, DecodedChat } from './chat-endpoint.ts';

/** OpenAI's Responses API. */
export const responses: ChatEndpoint = {
  path: '/v1/responses',
  format: 'openai-responses',
  errors: openAiErrors,
  idPrefix: 'resp_',
  heartbeat: keepAliveComment,
  decode: decodeResponses,
};

export function decodeResponses(body: JsonObject): DecodedChat {
  const { request, stream, warnings, clientTools } = decodeResponsesRequest(body);
  return {
    request,
    stream,
    warnings,
    createEncoder: (identity) => {
      const encoder = new ResponseStreamEncoder({ ...identity, clientTools });
      return {
        encodeSse: (events) => encoder.encodeSse(events),
        endSse: () => encoder.endSse(),
        failSse: (failure) => encoder.failSse({ ...failure, code: toErrorCode(failure) }),
      };
    },
    encodeResponse: (response, identity) => encodeResponse(response, { ...identity, clientTools }),
  };
}
