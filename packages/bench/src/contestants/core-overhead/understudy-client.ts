import { createUnderstudy } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { Script } from './script.ts';
import { createScriptedProvider } from './scripted-provider.ts';

/** Creates a client that calls one scripted target, or a chain of two scripted targets. */
export async function createScriptedClient(
  { batches }: Script,
  model: 'primary/script' | 'main' = 'primary/script',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [
      createScriptedProvider('primary', batches),
      createScriptedProvider('backup', batches),
    ],
    chains: { main: ['primary/script', 'backup/script'] },
  });
  return {
    chat: async (onText) => {
      const messages = [{ role: 'user', content: 'Continue.' }] as const;
      const { textStream } = understudy.chat({ model, messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
