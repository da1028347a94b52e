import OpenAI from 'openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, question } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

const asked = { model: openaiModel, messages: [{ role: 'user' as const, content: question }] };

/** The vendor's own client, as its README shows it. */
export async function createOpenAiStreamer({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return {
    ask: async (onText) => {
      const chunks = await client.chat.completions.create({
        ...asked,
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

export async function createOpenAiCompleter({ baseUrl }: OpenAiTarget): Promise<ChatClient> {
  const client = new OpenAI({ apiKey, baseURL: baseUrl });
  return {
    ask: async (onText) => {
      const { choices } = await client.chat.completions.create(asked);
      onText(choices[0]?.message.content ?? '');
    },
    close: async () => {},
  };
}
