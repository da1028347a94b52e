import { createUnderstudy } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { Script } from './script.ts';
import { createScriptedProvider } from './scripted-provider.ts';

/** Creates a client that calls one scripted target, a chain of two or a pool of three. */
export async function createScriptedClient(
  { batches }: Script,
  model: 'primary/script' | 'main' | 'pool' = 'primary/script',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: ['primary', 'backup', 'third'].map((id) => createScriptedProvider(id, batches)),
    chains: {
      main: ['primary/script', 'backup/script'],
      pool: { pool: ['primary/script', 'backup/script', 'third/script'], strategy: 'fastest' },
    },
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
