import { createUnderstudy } from '@understudy/core';
import { ollama } from '@understudy/provider-ollama';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Creates a client that uses `chat().textStream`. */
export function createUnderstudyClient(baseUrl: string, prompt: string): ChatClient {
  const understudy = createUnderstudy({ providers: [ollama({ baseUrl })] });
  return {
    chat: async (onText) => {
      const { textStream } = understudy.chat({
        model: 'ollama/qwen3:8b',
        messages: [{ role: 'user', content: prompt }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
