import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Two targets, of which the first is healthy: asked alone, or as the first of the chain. */
export async function createChainChatter(
  baseUrl: string,
  question: string,
  asked: 'one' | 'chain',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [fakegpt({ id: 'lead', baseUrl }), fakegpt({ id: 'understudy', baseUrl })],
    chains: { play: ['lead/gpt-4', 'understudy/gpt-4'] },
  });
  return {
    ask: async (onText) => {
      const { textStream } = understudy.chat({
        model: asked === 'one' ? 'lead/gpt-4' : 'play',
        messages: [{ role: 'user', content: question }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
