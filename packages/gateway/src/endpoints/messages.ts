import type { IncomingHttpHeaders } from 'node:http';

import {
  decodeCountRequest,
  decodeMessagesRequest,
  encodeErrorEvent,
  encodeMessage,
  MessageStreamEncoder,
} from '@understudy/anthropic-wire';
import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core';

import { anthropicErrors } from '../errors/error-format.ts';
import { toErrorCode } from '../errors/failure.ts';
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

function decodeMessages(body: JsonObject, headers: IncomingHttpHeaders): DecodedChat {
  const { request, stream, warnings } = decodeMessagesRequest(body);
  return {
    request: addBetas(request, headers['anthropic-beta']),
    stream,
    warnings,
    createEncoder: (identity) => {
      const encoder = new MessageStreamEncoder(identity);
      return {
        encodeSse: (events) => encoder.encodeSse(events),
        endSse: () => encoder.endSse(),
        failSse: (failure) =>
          encodeErrorEvent({ ...failure, code: toErrorCode(failure) }, identity.requestId),
      };
    },
    encodeResponse: encodeMessage,
  };
}

/** Decodes the body of a request to count tokens, which has no output. */
export function decodeCount(body: JsonObject, headers: IncomingHttpHeaders): ChatRequest {
  return addBetas(decodeCountRequest(body).request, headers['anthropic-beta']);
}

/** Targets with the same format receive the values of `anthropic-beta`, which some fields of the body need. */
function addBetas(request: ChatRequest, header: string | readonly string[] = ''): ChatRequest {
  const values = [header].flat().flatMap((line) => line.split(','));
  const betas = values.map((value) => value.trim()).filter((value) => /^[\w.-]+$/.test(value));
  if (betas.length === 0) return request;
  const { providerOptions = {} } = request;
  const options = providerOptions['anthropic-messages'] ?? {};
  const inBody: JsonValue = options['betas'] ?? [];
  const all = [...new Set([...(Array.isArray(inBody) ? inBody : []), ...betas])];
  return {
    ...request,
    providerOptions: { ...providerOptions, 'anthropic-messages': { ...options, betas: all } },
  };
}
