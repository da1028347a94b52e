import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, prompt } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** Creates a client for the provider layer of the AI SDK, without `streamText`. */
export async function createDoStreamClient(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    chat: async (onText) => {
      const { stream } = await model.doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      });
      for await (const part of stream) {
        if (part.type === 'text-delta') onText(part.delta);
      }
    },
    close: async () => {},
  };
}

/** Creates a client for `streamText`, which the documentation of the AI SDK shows first. */
export async function createStreamTextClient(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    chat: async (onText) => {
      const { textStream } = streamText({ model, prompt });
      for await (const text of textStream) onText(text);
    },
    close: async () => {},
  };
}

/** Creates a client for `generateText`, which returns one response. */
export async function createGenerateTextClient(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    chat: async (onText) => {
      const { text } = await generateText({ model, prompt });
      onText(text);
    },
    close: async () => {},
  };
}

export function createModel({ baseUrl }: OpenAiTarget) {
  const vendor = createOpenAICompatible({
    name: 'bench',
    apiKey,
    baseURL: baseUrl,
    includeUsage: true,
  });
  return vendor.chatModel(openaiModel);
}
