import { createUnderstudy } from '@understudy/core';
import { openai } from '@understudy/provider-openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { responsesModel } from '../../upstreams/responses-events.ts';
import { apiKey, prompt } from './responses-clients.ts';

/** Creates a client that uses `chat().textStream`. */
export async function createUnderstudyClient(baseUrl: string): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [openai({ apiKey, baseUrl, api: 'responses' })],
  });
  const model = `openai/${responsesModel}` as const;
  const messages = [{ role: 'user', content: prompt }] as const;
  return {
    chat: async (onText) => {
      for await (const text of understudy.chat({ model, messages }).textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
