import { ChatOpenAI } from '@langchain/openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, prompt } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** Creates a client with one fallback model, which corresponds to a chain of two targets. */
export async function createLangChainStreamClient(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target).withFallbacks([createModel(target)]);
  return {
    chat: async (onText) => {
      for await (const { text } of await model.stream(prompt)) onText(text);
    },
    close: async () => {},
  };
}

export async function createLangChainResponseClient(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target).withFallbacks([createModel(target)]);
  return {
    chat: async (onText) => {
      const { text } = await model.invoke(prompt);
      onText(text);
    },
    close: async () => {},
  };
}

function createModel({ baseUrl }: OpenAiTarget): ChatOpenAI {
  return new ChatOpenAI({ model: openaiModel, apiKey, configuration: { baseURL: baseUrl } });
}
