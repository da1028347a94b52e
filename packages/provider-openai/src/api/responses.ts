import {
  decodeResponse,
  encodeResponsesRequest,
  ResponseStreamDecoder,
} from '@understudy/openai-wire/responses';

import type { ChatApi } from './chat-api.ts';

export const responses: ChatApi = {
  path: 'responses',
  reading: { lenient: true },
  encode: encodeResponsesRequest,
  Decoder: ResponseStreamDecoder,
  decodeComplete: decodeResponse,
};
