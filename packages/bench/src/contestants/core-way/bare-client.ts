import type { TextDeltaEvent } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { Script } from './script.ts';

/** The same arrays out of the same kind of generator, without anything between. */
export async function createBareChatter({ batches }: Script): Promise<ChatClient> {
  return {
    ask: async (onText) => {
      for await (const batch of play(batches)) {
        for (const { text } of batch) onText(text);
      }
    },
    close: async () => {},
  };
}

async function* play(
  batches: Script['batches'],
): AsyncGenerator<readonly TextDeltaEvent[], void, undefined> {
  for (const batch of batches) yield batch;
}
