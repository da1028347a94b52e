import { OpenAI } from 'openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { responsesModel } from '../../upstreams/responses-events.ts';
import { apiKey, prompt } from './responses-clients.ts';

/** Creates a client with the package of OpenAI, as its README shows. */
export async function createSdkClient(baseUrl: string): Promise<ChatClient> {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return {
    chat: async (onText) => {
      const events = await client.responses.create({
        model: responsesModel,
        input: prompt,
        store: false,
        stream: true,
      });
      for await (const event of events) {
        if (event.type === 'response.output_text.delta') onText(event.delta);
      }
    },
    close: async () => {},
  };
}
