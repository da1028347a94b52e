import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, prompt } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

type Body = Dispatcher.ResponseData['body'];

export interface Chunk {
  readonly error?: unknown;
  readonly choices: readonly {
    readonly delta: { readonly content?: string | null };
    readonly finish_reason: string | null;
  }[];
}

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string | null } }[];
}

/** Creates the streaming client that an app would write without a framework: one request and one loop. */
export async function createHandWrittenStreamClient({
  baseUrl,
}: OpenAiTarget): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    chat: async (onText) => readResponse(await sendRequest(baseUrl, true, dispatcher), onText),
    close: () => dispatcher.close(),
  };
}

/** Creates the same client for one JSON response. */
export async function createHandWrittenResponseClient({
  baseUrl,
}: OpenAiTarget): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    chat: async (onText) => {
      const body = await sendRequest(baseUrl, false, dispatcher);
      const { choices } = readCompletion(await body.text());
      onText(choices[0]?.message.content ?? '');
    },
    close: () => dispatcher.close(),
  };
}

/** @throws for a status other than 200 */
export async function sendRequest(
  baseUrl: string,
  stream: boolean,
  dispatcher: Agent,
): Promise<Body> {
  const { statusCode, body } = await request(`${baseUrl}/chat/completions`, {
    method: 'POST',
    dispatcher,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: openaiModel,
      messages: [{ role: 'user', content: prompt }],
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
    }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  return body;
}

async function readResponse(body: Body, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let remaining = '';
  let finished = false;
  for await (const bytes of body) {
    const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\n');
    remaining = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const [choice] = readChunk(line).choices;
      if (choice?.delta.content) onText(choice.delta.content);
      if (choice?.finish_reason) finished = true;
    }
  }
  if (!finished) throw new Error('the response ended without a finish reason');
}

/** @throws for an error of the server */
export function readChunk(line: string): Chunk {
  const chunk: Chunk = JSON.parse(line.slice(6));
  if (chunk.error) throw new Error('the server sent an error in the stream');
  return chunk;
}

function readCompletion(json: string): Completion {
  return JSON.parse(json);
}
