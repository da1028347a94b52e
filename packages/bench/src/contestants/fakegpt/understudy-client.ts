import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** The public way, as the README shows it. */
export function createUnderstudyChatter(
  baseUrl: string,
  question: string,
  sessions?: number,
): ChatClient {
  const understudy = createUnderstudy({ providers: [fakegpt({ baseUrl, sessions })] });
  return {
    ask: async (onText) => {
      const { textStream } = understudy.chat({
        model: 'fakegpt/gpt-4',
        messages: [{ role: 'user', content: question }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
