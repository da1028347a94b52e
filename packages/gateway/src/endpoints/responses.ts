import type { ErrorCode, JsonObject } from '@understudy/core';
import {
  decodeResponsesRequest,
  encodeResponse,
  ResponseStreamEncoder,
} from '@understudy/openai-wire/responses';

import { openAiErrors } from '../errors/error-format.ts';
import { isErrorCode } from '../errors/failure.ts';
import type { Failure } from '../errors/failure.ts';
import type { ChatEndpoint, DecodedChat } from './chat-endpoint.ts';

/** OpenAI's Responses API. */
export const responses: ChatEndpoint = {
  path: '/v1/responses',
  format: 'openai-responses',
  errors: openAiErrors,
  idPrefix: 'resp_',
  heartbeat: ': keep-alive\n\n',
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

/** The only rejection of a response that has begun is that of a gateway that shuts down. */
function toErrorCode({ code }: Failure): ErrorCode {
  return isErrorCode(code) ? code : 'overloaded';
}
