import { createUnderstudy } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { createChains, providerIds, toModel } from '../chain-of-two/model-choice.ts';
import type { ModelChoice } from '../chain-of-two/model-choice.ts';
import type { Script } from './script.ts';
import { createScriptedProvider } from './scripted-provider.ts';

/** Creates a client that calls scripted targets. */
export async function createScriptedClient(
  { batches }: Script,
  choice: ModelChoice = 'one target',
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: providerIds.map((id) => createScriptedProvider(id, batches)),
    chains: createChains('script'),
  });
  const model = toModel(choice, 'script');
  return {
    chat: async (onText) => {
      const messages = [{ role: 'user', content: 'Continue.' }] as const;
      const { textStream } = understudy.chat({ model, messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
