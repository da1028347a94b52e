import OpenAI from 'openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, prompt } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

const body = { model: openaiModel, messages: [{ role: 'user' as const, content: prompt }] };

/** Creates a client with the package of OpenAI, as its README shows. */
export async function createOpenAiStreamClient({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return {
    chat: async (onText) => {
      const chunks = await client.chat.completions.create({
        ...body,
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const { choices } of chunks) {
        const text = choices[0]?.delta.content;
        if (text) onText(text);
      }
    },
    close: async () => {},
  };
}

export async function createOpenAiResponseClient({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return {
    chat: async (onText) => {
      const { choices } = await client.chat.completions.create(body);
      onText(choices[0]?.message.content ?? '');
    },
    close: async () => {},
  };
}
