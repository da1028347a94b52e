import type { DecodeSettings } from '@understudy/openai-wire';
import {
  decodeResponse,
  encodeResponsesRequest,
  ResponseStreamDecoder,
} from '@understudy/openai-wire/responses';
import type { SseMessage } from '@understudy/provider-utils';
import type { StreamDecoder } from '@understudy/provider-utils/internal';

import type { ChatApi } from './chat-api.ts';

export const responses: ChatApi = {
  path: 'responses',
  reading: { lenient: true },
  encode: encodeResponsesRequest,
  createDecoder,
  decodeComplete: decodeResponse,
};

/** A response is complete only with its last event, so that the stream never ends earlier. */
function createDecoder(settings: DecodeSettings): StreamDecoder<SseMessage> {
  const decoder = new ResponseStreamDecoder(settings);
  return {
    mayEnd: false,
    decode: (messages) => decoder.decode(messages),
    end: () => decoder.end(),
  };
}
