import { createUnderstudy } from '@understudy/core';
import { anthropic } from '@understudy/provider-anthropic';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { anthropicModel } from '../../upstreams/anthropic-events.ts';
import { apiKey, prompt } from './anthropic-clients.ts';

/** Creates a client that uses `chat().textStream`. */
export async function createUnderstudyClient(baseUrl: string): Promise<ChatClient> {
  const understudy = createUnderstudy({ providers: [anthropic({ apiKey, baseUrl })] });
  const model = `anthropic/${anthropicModel}` as const;
  const messages = [{ role: 'user', content: prompt }] as const;
  return {
    chat: async (onText) => {
      for await (const text of understudy.chat({ model, messages }).textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
