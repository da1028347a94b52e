import { Ollama } from 'ollama';

import type { ChatClient } from '../../tasks/chat-client.ts';

/** Creates a client with the package of Ollama, as its README shows. */
export function createOllamaClient(baseUrl: string, prompt: string): ChatClient {
  const client = new Ollama({ host: baseUrl });
  return {
    chat: async (onText) => {
      const stream = await client.chat({
        model: 'qwen3:8b',
        messages: [{ role: 'user', content: prompt }],
        stream: true,
      });
      for await (const { message } of stream) if (message.content !== '') onText(message.content);
    },
    close: async () => {},
  };
}
