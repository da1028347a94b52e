import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { askByHand, openByHand } from './hand-written-client.ts';
import type { HandTarget } from './hand-written-client.ts';

/** Many chats at once by hand: each takes a login that is free, or makes one. */
export function createHandCrowd(baseUrl: string, question: string): ChatClient {
  const dispatcher = new Agent();
  const free: HandTarget[] = [];
  return {
    ask: async (onText) => {
      const target = free.pop() ?? (await openByHand(baseUrl, dispatcher));
      await askByHand(target, question, onText);
      free.push(target);
    },
    close: () => dispatcher.destroy(),
  };
}
