import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, question } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

type Body = Dispatcher.ResponseData['body'];

interface Chunk {
  readonly error?: unknown;
  readonly choices: readonly {
    readonly delta: { readonly content?: string | null };
    readonly finish_reason: string | null;
  }[];
}

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string | null } }[];
}

/** What a careful person writes in place of a framework: one request, one loop, no more. */
export async function createHandStreamer({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    ask: async (onText) => readAnswer(await askByHand(baseUrl, true, dispatcher), onText),
    close: () => dispatcher.close(),
  };
}

/** The same for an answer in one piece. */
export async function createHandCompleter({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const dispatcher = new Agent();
  return {
    ask: async (onText) => {
      const body = await askByHand(baseUrl, false, dispatcher);
      const { choices } = readCompletion(await body.text());
      onText(choices[0]?.message.content ?? '');
    },
    close: () => dispatcher.close(),
  };
}

/** @throws an Error for every status but 200 */
export async function askByHand(
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
      messages: [{ role: 'user', content: question }],
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
    }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  return body;
}

async function readAnswer(body: Body, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let finished = false;
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const [choice] = readChunk(line).choices;
      if (choice?.delta.content) onText(choice.delta.content);
      if (choice?.finish_reason) finished = true;
    }
  }
  if (!finished) throw new Error('the answer ended without a finish reason');
}

function readChunk(line: string): Chunk {
  const chunk: Chunk = JSON.parse(line.slice(6));
  if (chunk.error) throw new Error('the vendor broke off');
  return chunk;
}

function readCompletion(json: string): Completion {
  return JSON.parse(json);
}
