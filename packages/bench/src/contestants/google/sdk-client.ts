import { GoogleGenAI } from '@google/genai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { apiKey, model } from './google-clients.ts';

/** Creates a client with the package of Google, as its README shows. Its address has no version. */
export function createSdkClient(baseUrl: string, prompt: string): ChatClient {
  const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });
  return {
    chat: async (onText) => {
      const chunks = await client.models.generateContentStream({ model, contents: prompt });
      for await (const { text = '' } of chunks) if (text !== '') onText(text);
    },
    close: async () => {},
  };
}
