import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Creates a client that calls one target, or a chain whose first target is the same and succeeds. */
export async function createChainClient(
  baseUrl: string,
  prompt: string,
  model: 'primary/gpt-4' | 'main',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [fakegpt({ id: 'primary', baseUrl }), fakegpt({ id: 'backup', baseUrl })],
    chains: { main: ['primary/gpt-4', 'backup/gpt-4'] },
  });
  return {
    chat: async (onText) => {
      const messages = [{ role: 'user', content: prompt }] as const;
      const { textStream } = understudy.chat({ model, messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
