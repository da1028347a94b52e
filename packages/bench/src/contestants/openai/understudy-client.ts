import { createUnderstudy } from '@understudy/core';
import type { Http } from '@understudy/core';
import { openai } from '@understudy/provider-openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { createChains, providerIds, toModel } from '../chain-of-two/model-choice.ts';
import type { ModelChoice } from '../chain-of-two/model-choice.ts';
import { apiKey, prompt } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** What the provider requests: one JSON response, or a stream, which is the default. */
export type ResponseFormat = 'json' | 'stream';

/** Creates a client that uses `chat().textStream`. */
export async function createUnderstudyStreamClient(
  target: OpenAiTarget,
  choice: ModelChoice,
): Promise<ChatClient> {
  const { understudy, chatRequest } = createRuntime(target, choice, 'stream');
  return {
    chat: async (onText) => {
      for await (const text of understudy.chat(chatRequest).textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}

/** Creates a client that awaits `chat().text()`. */
export async function createUnderstudyResponseClient(
  target: OpenAiTarget,
  choice: ModelChoice,
  format: ResponseFormat,
): Promise<ChatClient> {
  const { understudy, chatRequest } = createRuntime(target, choice, format);
  return {
    chat: async (onText) => onText(await understudy.chat(chatRequest).text()),
    close: () => understudy.close(),
  };
}

/** Creates a runtime whose targets are all on the same server, and a request to one of them or to a chain. */
export function createRuntime(
  { baseUrl }: OpenAiTarget,
  choice: ModelChoice,
  format: ResponseFormat,
  http?: Http,
) {
  const settings = { apiKey, baseUrl, quirks: { streams: format === 'stream' } };
  const understudy = createUnderstudy({
    providers: providerIds.map((id) => openai({ id, ...settings })),
    chains: createChains(openaiModel),
    ports: { http },
  });
  const model = toModel(choice, openaiModel);
  return {
    understudy,
    chatRequest: { model, messages: [{ role: 'user', content: prompt }] } as const,
  };
}
