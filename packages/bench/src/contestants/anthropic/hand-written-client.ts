import { Agent, request } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { anthropicModel } from '../../upstreams/anthropic-events.ts';
import { apiKey, prompt } from './anthropic-clients.ts';

interface MessageEvent {
  readonly type: string;
  readonly delta?: { readonly text?: string };
}

/** Creates the client that an app would write without a framework: one request and one loop. */
export async function createHandWritten(baseUrl: string): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    chat: async (onText) => {
      const { statusCode, body } = await request(`${baseUrl}/messages`, {
        method: 'POST',
        dispatcher,
        headers: {
          'x-api-key': apiKey,
          'anthropic-version': '2023-06-01',
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: anthropicModel,
          max_tokens: 128_000,
          messages: [{ role: 'user', content: prompt }],
          stream: true,
        }),
      });
      if (statusCode !== 200) throw new Error(`status ${statusCode}`);
      await readResponse(body, onText);
    },
    close: () => dispatcher.close(),
  };
}

async function readResponse(
  body: AsyncIterable<Uint8Array>,
  onText: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let remaining = '';
  let finished = false;
  for await (const bytes of body) {
    const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\n');
    remaining = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const event = readEvent(line);
      if (event.type === 'error') throw new Error('the server sent an error in the stream');
      if (event.delta?.text !== undefined) onText(event.delta.text);
      if (event.type === 'message_stop') finished = true;
    }
  }
  if (!finished) throw new Error('the response ended without message_stop');
}

function readEvent(line: string): MessageEvent {
  return JSON.parse(line.slice(6));
}
