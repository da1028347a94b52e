import {
  decodeMessagesRequest,
  encodeMessage,
  MessageStreamEncoder,
} from '@understudy/anthropic-wire';
import type { JsonObject } from '@understudy/core';

import { anthropicErrors } from '../errors/error-format.ts';
import type { ChatEndpoint, DecodedChat } from './chat-endpoint.ts';

/** Anthropic's Messages API. */
export const messages: ChatEndpoint = {
  path: '/v1/messages',
  format: 'anthropic-messages',
  errors: anthropicErrors,
  idPrefix: 'msg_',
  heartbeat: 'event: ping\ndata: {"type": "ping"}\n\n',
  decode: decodeMessages,
};

function decodeMessages(body: JsonObject): DecodedChat {
  const { request, stream, warnings } = decodeMessagesRequest(body);
  return {
    request,
    stream,
    warnings,
    createEncoder: (identity) => {
      const encoder = new MessageStreamEncoder(identity);
      return {
        encodeSse: (events) => encoder.encodeSse(events),
        endSse: () => encoder.endSse(),
        failSse: (failure) =>
          `event: error\ndata: ${JSON.stringify(anthropicErrors.encode(failure, identity.id))}\n\n`,
      };
    },
    encodeResponse: encodeMessage,
  };
}
