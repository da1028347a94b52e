import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { renderCompletion, renderEvents } from '../../upstreams/openai-script.ts';
import { sendRequest } from './hand-written-client.ts';
import type { OpenAiTarget } from './openai-target.ts';

/**
 * Creates the fastest client that undici permits. It reads the bytes and does not parse them.
 *
 * It reports the expected text at the first byte and fails if the number of bytes is wrong.
 */
export async function createBaselineClient(
  { baseUrl, script }: OpenAiTarget,
  format: 'stream' | 'completion',
): Promise<ChatClient> {
  const dispatcher = new Agent();
  const stream = format === 'stream';
  const expected = stream ? renderEvents(script).join('') : renderCompletion(script);
  const expectedBytes = Buffer.byteLength(expected);
  return {
    chat: async (onText) => {
      let receivedBytes = 0;
      for await (const bytes of await sendRequest(baseUrl, stream, dispatcher)) {
        if (receivedBytes === 0) onText(script.responseText);
        receivedBytes += bytes.length;
      }
      if (receivedBytes !== expectedBytes) {
        throw new Error(
          `wrong response: expected ${expectedBytes} bytes, received ${receivedBytes}`,
        );
      }
    },
    close: () => dispatcher.close(),
  };
}
