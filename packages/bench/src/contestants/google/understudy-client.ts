import { createUnderstudy } from '@understudy/core';
import { google } from '@understudy/provider-google';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { apiKey, model } from './google-clients.ts';

/** Creates a client that uses `chat().textStream`. */
export function createUnderstudyClient(url: string, prompt: string): ChatClient {
  const provider = google({ apiKey, baseUrl: `${url}/v1beta` });
  const understudy = createUnderstudy({ providers: [provider] });
  return {
    chat: async (onText) => {
      const { textStream } = understudy.chat({
        model: `google/${model}`,
        messages: [{ role: 'user', content: prompt }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
