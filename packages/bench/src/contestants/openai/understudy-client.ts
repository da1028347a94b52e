import { createUnderstudy } from '@understudy/core';
import { openai } from '@understudy/provider-openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, question } from './openai-target.ts';
import type { OpenAiTarget } from './openai-target.ts';

/** One target alone, or a chain of two whose first is healthy. */
export type AskedModel = 'one target' | 'chain of two';

/** How a whole answer is asked for; a stream is what a provider asks for by default. */
export type WantedAnswer = 'one JSON' | 'stream';

/** The public way, as the README shows it. */
export async function createUnderstudyStreamer(
  target: OpenAiTarget,
  asked: AskedModel,
): Promise<ChatClient> {
  const { understudy, chatRequest } = prepare(target, asked, 'stream');
  return {
    ask: async (onText) => {
      for await (const text of understudy.chat(chatRequest).textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}

/** A whole answer, be it put together from a stream. */
export async function createUnderstudyCompleter(
  target: OpenAiTarget,
  asked: AskedModel,
  wanted: WantedAnswer,
): Promise<ChatClient> {
  const { understudy, chatRequest } = prepare(target, asked, wanted);
  return {
    ask: async (onText) => onText(await understudy.chat(chatRequest).text()),
    close: () => understudy.close(),
  };
}

function prepare({ baseUrl }: OpenAiTarget, asked: AskedModel, wanted: WantedAnswer) {
  const settings = { apiKey, baseUrl, quirks: { streams: wanted === 'stream' } };
  const understudy = createUnderstudy({
    providers: [openai({ id: 'lead', ...settings }), openai({ id: 'understudy', ...settings })],
    chains: { play: [`lead/${openaiModel}`, `understudy/${openaiModel}`] },
  });
  const model = asked === 'one target' ? (`lead/${openaiModel}` as const) : ('play' as const);
  return {
    understudy,
    chatRequest: { model, messages: [{ role: 'user', content: question }] } as const,
  };
}
