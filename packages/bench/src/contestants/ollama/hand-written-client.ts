import { Agent, request } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';

interface Line {
  readonly error?: string;
  readonly message: { readonly content: string };
  readonly done: boolean;
}

/** Creates the client that an app would write without a framework: one request, `split` and `JSON.parse`. */
export function createHandWrittenClient(baseUrl: string, prompt: string): ChatClient {
  const dispatcher = new Agent();
  return {
    chat: (onText) => readChat(baseUrl, prompt, dispatcher, onText),
    close: () => dispatcher.close(),
  };
}

async function readChat(
  baseUrl: string,
  prompt: string,
  dispatcher: Agent,
  onText: (text: string) => void,
): Promise<void> {
  const { statusCode, body } = await request(`${baseUrl}/api/chat`, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'qwen3:8b',
      messages: [{ role: 'user', content: prompt }],
      stream: true,
    }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  const decoder = new TextDecoder();
  let remaining = '';
  let finished = false;
  for await (const bytes of body) {
    const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\n');
    remaining = lines.pop() ?? '';
    for (const data of lines) {
      const { error, message, done } = readLine(data);
      if (error !== undefined) throw new Error('the server sent an error in the stream');
      if (message.content !== '') onText(message.content);
      finished ||= done;
    }
  }
  if (!finished) throw new Error('the response ended without done');
}

function readLine(data: string): Line {
  return JSON.parse(data);
}
