import { once } from 'node:events';

import { ChatStreamEncoder } from '@understudy/openai-wire';

import { openaiIdentity } from '../../upstreams/openai-script.ts';
import type { ModelChoice } from '../chain-of-two/model-choice.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { createRuntime } from '../openai/understudy-client.ts';
import { streamHeaders } from './forwarder.ts';
import type { Forwarder } from './forwarder.ts';

/** Creates a forwarder that encodes `chat().batches` in the wire format of OpenAI. */
export function createUnderstudyForwarder(target: OpenAiTarget, choice: ModelChoice): Forwarder {
  const { understudy, chatRequest } = createRuntime(target, choice, 'stream');
  return {
    forward: async (response) => {
      const chat = understudy.chat(chatRequest);
      response.on('close', () => void chat.cancel());
      response.writeHead(200, streamHeaders);
      const encoder = new ChatStreamEncoder({ ...openaiIdentity, includeUsage: true });
      for await (const batch of chat.batches) {
        const text = encoder.encodeSse(batch);
        if (text !== '' && !response.write(text)) await once(response, 'drain');
      }
      response.end(encoder.endSse());
    },
    close: () => understudy.close(),
  };
}
