import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Creates a client that calls one target, a chain whose first target is the same and succeeds, or a pool of three. */
export async function createChainClient(
  baseUrl: string,
  prompt: string,
  model: 'primary/gpt-4' | 'main' | 'pool',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: ['primary', 'backup', 'third'].map((id) => fakegpt({ id, baseUrl })),
    chains: {
      main: ['primary/gpt-4', 'backup/gpt-4'],
      pool: { pool: ['primary/gpt-4', 'backup/gpt-4', 'third/gpt-4'], strategy: 'fastest' },
    },
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
