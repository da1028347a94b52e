import {
  ChatStreamDecoder,
  decodeChatResponse,
  encodeChatRequest,
  isChunk,
} from '@understudy/openai-wire';
import type { DecodeSettings } from '@understudy/openai-wire';
import type { SseMessage } from '@understudy/provider-utils';
import type { StreamDecoder } from '@understudy/provider-utils/internal';

import type { ChatApi } from './chat-api.ts';

export const chatCompletions: ChatApi = {
  path: 'chat/completions',
  reading: { lenient: true, isStreamed: isChunk },
  encode: encodeChatRequest,
  createDecoder,
  decodeComplete: decodeChatResponse,
};

function createDecoder(settings: DecodeSettings): StreamDecoder<SseMessage> {
  const decoder = new ChatStreamDecoder(settings);
  return {
    get mayEnd() {
      return decoder.hasFinishReason;
    },
    decode: (messages) => decoder.decode(messages),
    end: () => decoder.end(),
  };
}
