import type { Contestant } from '../../harness/contestant.ts';
import type { ChatClient } from '../../tasks/chat-client.ts';
import { sampleRepetition } from './sample-memory.ts';
import { SlowStreams } from './slow-streams.ts';
import type { SlowStreamsPlan } from './slow-streams.ts';

/**
 * Creates a contestant that keeps many chats open.
 *
 * The warm-up starts the chats. A repetition lasts ten seconds and returns the memory usage.
 */
export function createEndurance(client: ChatClient, plan: SlowStreamsPlan): Contestant {
  const streams = new SlowStreams(client, plan);
  return {
    repeat: async (repetition) => {
      if (repetition === 'warm-up') await streams.start();
      return { ...(await sampleRepetition(repetition)), ...streams.state() };
    },
    close: () => streams.close(),
  };
}
