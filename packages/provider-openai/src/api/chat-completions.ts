import {
  ChatStreamDecoder,
  decodeChatResponse,
  encodeChatRequest,
  isChunk,
} from '@understudy/openai-wire';

import type { ChatApi } from './chat-api.ts';

export const chatCompletions: ChatApi = {
  path: 'chat/completions',
  reading: { lenient: true, isStreamed: isChunk },
  encode: encodeChatRequest,
  createDecoder: (settings) => new ChatStreamDecoder(settings),
  decodeComplete: decodeChatResponse,
};
