import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { sendRequest, logIn } from './hand-written-client.ts';
import type { LoggedInTarget } from './hand-written-client.ts';

/** Creates a hand-written client for concurrent chats. Each chat uses a free login or logs in. */
export function createHandWrittenPool(baseUrl: string, prompt: string): ChatClient {
  const dispatcher = new Agent();
  const free: LoggedInTarget[] = [];
  return {
    chat: async (onText) => {
      const target = free.pop() ?? (await logIn(baseUrl, dispatcher));
      await sendRequest(target, prompt, onText);
      free.push(target);
    },
    close: () => dispatcher.destroy(),
  };
}
