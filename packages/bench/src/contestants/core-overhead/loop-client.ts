import type { TextDeltaEvent } from '@understudy/core';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { Script } from './script.ts';

/** Creates a client that iterates over the arrays of the script without Understudy. */
export async function createLoopClient({ batches }: Script): Promise<ChatClient> {
  return {
    chat: async (onText) => {
      for await (const batch of generate(batches)) {
        for (const { text } of batch) onText(text);
      }
    },
    close: async () => {},
  };
}

async function* generate(
  batches: Script['batches'],
): AsyncGenerator<readonly TextDeltaEvent[], void, undefined> {
  for (const batch of batches) yield batch;
}
