import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { createChains, providerIds, toModel } from './model-choice.ts';
import type { ModelChoice } from './model-choice.ts';

/** Creates a client that calls FakeGpt targets, all on the same server. */
export async function createChainClient(
  baseUrl: string,
  prompt: string,
  choice: ModelChoice,
): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: providerIds.map((id) => fakegpt({ id, baseUrl })),
    chains: createChains('gpt-4'),
  });
  const model = toModel(choice, 'gpt-4');
  return {
    chat: async (onText) => {
      const messages = [{ role: 'user', content: prompt }] as const;
      const { textStream } = understudy.chat({ model, messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
