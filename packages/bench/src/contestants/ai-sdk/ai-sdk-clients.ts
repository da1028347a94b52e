import { fromLanguageModel, toLanguageModel } from '@understudy/ai-sdk';
import { createUnderstudy } from '@understudy/core';
import { streamText } from 'ai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { createModel } from '../openai/ai-sdk-clients.ts';
import { prompt } from '../openai/openai-target.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { createRuntime } from '../openai/understudy-client.ts';

/** Creates a client for `streamText` over a chain of two. */
export async function createChainStreamTextClient(target: OpenAiTarget): Promise<ChatClient> {
  const { understudy, model } = createChainModel(target);
  return {
    chat: async (onText) => {
      const { textStream } = streamText({ model, prompt });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}

/** Creates a client for `doStream` over a chain of two. */
export async function createChainDoStreamClient(target: OpenAiTarget): Promise<ChatClient> {
  const { understudy, model } = createChainModel(target);
  return {
    chat: async (onText) => {
      const { stream } = await model.doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      });
      for await (const part of stream) {
        if (part.type === 'text-delta') onText(part.delta);
      }
    },
    close: () => understudy.close(),
  };
}

function createChainModel(target: OpenAiTarget) {
  const { understudy } = createRuntime(target, 'chain of two', 'stream');
  return { understudy, model: toLanguageModel(understudy, 'main') };
}

/** Creates a client for a chat whose target is a model of the AI SDK. */
export async function createFromModelClient(target: OpenAiTarget): Promise<ChatClient> {
  const understudy = createUnderstudy({
    providers: [fromLanguageModel(createModel(target), { id: 'acme' })],
  });
  const messages = [{ role: 'user', content: prompt }] as const;
  return {
    chat: async (onText) => {
      const { textStream } = understudy.chat({ model: `acme/${openaiModel}`, messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
