import { Agent, request } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { apiKey, model } from './google-clients.ts';

interface Chunk {
  readonly error?: object;
  readonly candidates: readonly {
    readonly content: { readonly parts: readonly { readonly text?: string }[] };
    readonly finishReason?: string;
  }[];
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
  const url = `${baseUrl}/v1beta/models/${model}:streamGenerateContent?alt=sse`;
  const { statusCode, body } = await request(url, {
    method: 'POST',
    dispatcher,
    headers: { 'x-goog-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: prompt }] }] }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  const decoder = new TextDecoder();
  let remaining = '';
  let finished = false;
  for await (const bytes of body) {
    const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\r\n');
    remaining = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const { error, candidates } = readChunk(line);
      if (error !== undefined) throw new Error('the server sent an error in the stream');
      const [candidate] = candidates;
      for (const { text = '' } of candidate?.content.parts ?? []) if (text !== '') onText(text);
      finished ||= candidate?.finishReason !== undefined;
    }
  }
  if (!finished) throw new Error('the response ended without a finish reason');
}

function readChunk(line: string): Chunk {
  return JSON.parse(line.slice(6));
}
