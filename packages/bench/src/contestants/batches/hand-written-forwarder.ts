import { once } from 'node:events';

import { Agent } from 'undici';

import { readChunk, sendRequest } from '../openai/hand-written-client.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { streamHeaders } from './forwarder.ts';
import type { Forwarder } from './forwarder.ts';

const endMarker = 'data: [DONE]';

/** Creates the loop that an app would write without a framework. It writes once per read of the socket. */
export function createHandWrittenForwarder({ baseUrl }: OpenAiTarget): Forwarder {
  const dispatcher = new Agent();
  return {
    forward: async (response) => {
      const body = await sendRequest(baseUrl, true, dispatcher);
      response.writeHead(200, streamHeaders);
      const decoder = new TextDecoder();
      let remaining = '';
      let finished = false;
      for await (const bytes of body) {
        const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\n');
        remaining = lines.pop() ?? '';
        let text = '';
        for (const line of lines) {
          if (!line.startsWith('data: ')) continue;
          if (line === endMarker) {
            text += `${endMarker}\n\n`;
            continue;
          }
          const chunk = readChunk(line);
          if (chunk.choices[0]?.finish_reason) finished = true;
          text += `data: ${JSON.stringify(chunk)}\n\n`;
        }
        if (text !== '' && !response.write(text)) await once(response, 'drain');
      }
      if (!finished) throw new Error('the response ended without a finish reason');
      response.end();
    },
    close: () => dispatcher.close(),
  };
}
