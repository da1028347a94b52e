import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { renderCompletion, renderEvents } from '../../upstreams/openai-script.ts';
import { askByHand } from './hand-written-client.ts';
import type { OpenAiTarget } from './openai-target.ts';

/**
 * The least that undici lets a client do: the bytes arrive, and nobody looks at them. At the first of
 * them it says the text it was told to expect, and at the end it fails if their number is wrong.
 */
export async function createFloorChatter(
  { baseUrl, script }: OpenAiTarget,
  asked: 'stream' | 'completion',
): Promise<ChatClient> {
  const dispatcher = new Agent();
  const stream = asked === 'stream';
  const expected = stream ? renderEvents(script).join('') : renderCompletion(script);
  const expectedBytes = Buffer.byteLength(expected);
  return {
    ask: async (onText) => {
      let received = 0;
      for await (const bytes of await askByHand(baseUrl, stream, dispatcher)) {
        if (received === 0) onText(script.answer);
        received += bytes.length;
      }
      if (received !== expectedBytes) {
        throw new Error(`a wrong answer: expected ${expectedBytes} bytes, and got ${received}`);
      }
    },
    close: () => dispatcher.close(),
  };
}
