import { createUnderstudy } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { Script } from './script.ts';
import { createScriptedProvider } from './scripted-provider.ts';

/** Providers that have their events at hand, asked the public way: one alone, or the first of two in a chain. */
export async function createScriptedChatter(
  { batches }: Script,
  asked: 'one' | 'chain' = 'one',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [
      createScriptedProvider('scripted', batches),
      createScriptedProvider('other', batches),
    ],
    chains: { play: ['scripted/script', 'other/script'] },
  });
  return {
    ask: async (onText) => {
      const { textStream } = understudy.chat({
        model: asked === 'one' ? 'scripted/script' : 'play',
        messages: [{ role: 'user', content: 'Go on.' }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
