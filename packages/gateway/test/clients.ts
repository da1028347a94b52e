import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Anthropic } from '@anthropic-ai/sdk';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import type { LanguageModel } from 'ai';
import OpenAI from 'openai';

import { prompt } from './fixture.ts';

/** Sends a chat with the default options of a client, its retries included. Returns the text. */
export type Client = (url: string) => Promise<string>;

const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: prompt }];
const model = 'support';
const apiKey = 'any';

function openAi(url: string): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${url}/v1` });
}

function anthropic(url: string): Anthropic {
  return new Anthropic({ apiKey, baseURL: url });
}

async function streamOf(languageModel: LanguageModel): Promise<string> {
  let text = '';
  let failure: unknown;
  const { textStream } = streamText({
    model: languageModel,
    prompt,
    onError: ({ error }) => (failure = error),
  });
  for await (const piece of textStream) text += piece;
  if (failure !== undefined) throw failure;
  return text;
}

async function textOf(languageModel: LanguageModel): Promise<string> {
  return (await generateText({ model: languageModel, prompt })).text;
}

function textOfMessage({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** The clients that read a stream. */
export const streamClients: Readonly<Record<string, Client>> = {
  'openai chat completions': async (url) => {
    let text = '';
    let reason: string | null = null;
    const stream = await openAi(url).chat.completions.create({ model, messages, stream: true });
    for await (const { choices } of stream) {
      text += choices[0]?.delta.content ?? '';
      reason = choices[0]?.finish_reason ?? reason;
    }
    // The client ends without an error if the stream does.
    if (reason === null) throw new Error('no finish reason');
    return text;
  },
  'openai responses': async (url) => {
    const stream = openAi(url).responses.stream({ model, input: prompt });
    return (await stream.finalResponse()).output_text;
  },
  '@anthropic-ai/sdk': async (url) => {
    const stream = anthropic(url).messages.stream({ model, messages, max_tokens: 1000 });
    return textOfMessage(await stream.finalMessage());
  },
  'ai with @ai-sdk/openai': (url) =>
    streamOf(createOpenAI({ apiKey, baseURL: `${url}/v1` }).responses(model)),
  'ai with @ai-sdk/anthropic': (url) =>
    streamOf(createAnthropic({ apiKey, baseURL: `${url}/v1` })(model)),
  'ai with @ai-sdk/openai-compatible': (url) =>
    streamOf(createOpenAICompatible({ name: 'gateway', apiKey, baseURL: `${url}/v1` })(model)),
  '@langchain/openai': async (url) => {
    const chat = new ChatOpenAI({ model, apiKey, configuration: { baseURL: `${url}/v1` } });
    let text = '';
    for await (const chunk of await chat.stream(prompt)) text += chunk.text;
    return text;
  },
};

/** The clients that wait for the complete response. */
export const completeClients: Readonly<Record<string, Client>> = {
  'openai chat completions': async (url) => {
    const { choices } = await openAi(url).chat.completions.create({ model, messages });
    return choices[0]?.message.content ?? '';
  },
  'openai responses': async (url) =>
    (await openAi(url).responses.create({ model, input: prompt })).output_text,
  '@anthropic-ai/sdk': async (url) => {
    const request = { model, messages, max_tokens: 1000 };
    return textOfMessage(await anthropic(url).messages.create(request));
  },
  'ai with @ai-sdk/openai': (url) =>
    textOf(createOpenAI({ apiKey, baseURL: `${url}/v1` }).responses(model)),
  'ai with @ai-sdk/anthropic': (url) =>
    textOf(createAnthropic({ apiKey, baseURL: `${url}/v1` })(model)),
  'ai with @ai-sdk/openai-compatible': (url) =>
    textOf(createOpenAICompatible({ name: 'gateway', apiKey, baseURL: `${url}/v1` })(model)),
  '@langchain/openai': async (url) => {
    const chat = new ChatOpenAI({ model, apiKey, configuration: { baseURL: `${url}/v1` } });
    return (await chat.invoke(prompt)).text;
  },
};
