import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, question } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** The provider tier of the AI SDK, without what stands above it. */
export async function createDoStreamChatter(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    ask: async (onText) => {
      const { stream } = await model.doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: question }] }],
      });
      for await (const part of stream) {
        if (part.type === 'text-delta') onText(part.delta);
      }
    },
    close: async () => {},
  };
}

/** The way that its documentation shows first. */
export async function createStreamTextChatter(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    ask: async (onText) => {
      const { textStream } = streamText({ model, prompt: question });
      for await (const text of textStream) onText(text);
    },
    close: async () => {},
  };
}

/** The same for an answer in one piece. */
export async function createGenerateTextChatter(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target);
  return {
    ask: async (onText) => {
      const { text } = await generateText({ model, prompt: question });
      onText(text);
    },
    close: async () => {},
  };
}

function createModel({ baseUrl }: OpenAiTarget) {
  const vendor = createOpenAICompatible({
    name: 'bench',
    apiKey,
    baseURL: baseUrl,
    includeUsage: true,
  });
  return vendor.chatModel(openaiModel);
}
