import { Anthropic } from '@anthropic-ai/sdk';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { anthropicModel } from '../../upstreams/anthropic-events.ts';
import { apiKey, prompt } from './anthropic-clients.ts';

/** Creates a client with the package of Anthropic, as its README shows. Its address has no `/v1`. */
export async function createSdkClient(baseUrl: string): Promise<ChatClient> {
  const client = new Anthropic({ apiKey, baseURL: baseUrl.replace(/\/v1$/, '') });
  return {
    chat: async (onText) => {
      const events = await client.messages.create({
        model: anthropicModel,
        max_tokens: 128_000,
        messages: [{ role: 'user', content: prompt }],
        stream: true,
      });
      for await (const event of events) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
          onText(event.delta.text);
        }
      }
    },
    close: async () => {},
  };
}
