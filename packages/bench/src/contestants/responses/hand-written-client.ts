import { Agent, request } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { responsesModel } from '../../upstreams/responses-events.ts';
import { apiKey, prompt } from './responses-clients.ts';

interface ResponseEvent {
  readonly type: string;
  readonly delta?: string;
}

/** Creates the client that an app would write without a framework: one request and one loop. */
export async function createHandWritten(baseUrl: string): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    chat: async (onText) => {
      const { statusCode, body } = await request(`${baseUrl}/responses`, {
        method: 'POST',
        dispatcher,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: responsesModel,
          input: prompt,
          store: false,
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
      if (event.type === 'response.output_text.delta') onText(event.delta ?? '');
      if (event.type === 'response.completed') finished = true;
    }
  }
  if (!finished) throw new Error('the response ended without response.completed');
}

function readEvent(line: string): ResponseEvent {
  return JSON.parse(line.slice(6));
}
