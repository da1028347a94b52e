import { ChatOpenAI } from '@langchain/openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, question } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** A model with another to fall back on, as a chain of two is. */
export async function createLangChainStreamer(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target).withFallbacks([createModel(target)]);
  return {
    ask: async (onText) => {
      for await (const { text } of await model.stream(question)) onText(text);
    },
    close: async () => {},
  };
}

export async function createLangChainCompleter(target: OpenAiTarget): Promise<ChatClient> {
  const model = createModel(target).withFallbacks([createModel(target)]);
  return {
    ask: async (onText) => {
      const { text } = await model.invoke(question);
      onText(text);
    },
    close: async () => {},
  };
}

function createModel({ baseUrl }: OpenAiTarget): ChatOpenAI {
  return new ChatOpenAI({ model: openaiModel, apiKey, configuration: { baseURL: baseUrl } });
}
