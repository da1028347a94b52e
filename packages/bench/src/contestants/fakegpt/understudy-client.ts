import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Creates a client that uses `chat().textStream`. */
export function createUnderstudyClient(
  baseUrl: string,
  prompt: string,
  sessions?: number,
): ChatClient {
  const understudy = createUnderstudy({ providers: [fakegpt({ baseUrl, sessions })] });
  return {
    chat: async (onText) => {
      const { textStream } = understudy.chat({
        model: 'fakegpt/gpt-4',
        messages: [{ role: 'user', content: prompt }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
