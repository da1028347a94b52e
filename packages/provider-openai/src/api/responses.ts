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
  createDecoder: (settings) => new ResponseStreamDecoder(settings),
  decodeComplete: decodeResponse,
};
