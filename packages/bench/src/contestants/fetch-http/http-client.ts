import { fetchHttp } from '@understudy/core/fetch';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { createRuntime } from '../openai/understudy-client.ts';
import type { ResponseFormat } from '../openai/understudy-client.ts';

/** The `Http` of the runtime: its default on Node.js, or `fetchHttp()`. */
export type HttpChoice = 'undici' | 'fetchHttp';

/** Creates a client that reads `chat().textStream`, or awaits `chat().text()` of a JSON response. */
export async function createHttpClient(
  target: OpenAiTarget,
  choice: HttpChoice,
  format: ResponseFormat,
): Promise<ChatClient> {
  const http = choice === 'fetchHttp' ? fetchHttp() : undefined;
  const { understudy, chatRequest } = createRuntime(target, 'one target', format, http);
  return {
    chat: async (onText) => {
      const chat = understudy.chat(chatRequest);
      if (format === 'json') onText(await chat.text());
      else for await (const text of chat.textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
