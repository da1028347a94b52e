import type { ChatClient } from '../../tasks/chat-client.ts';
import type { OpenAiTarget } from './openai-target.ts';
import type { AskedModel, WantedAnswer } from './understudy-client.ts';

/** Somebody who speaks the OpenAI dialect; imported by its own process only. */
export interface OpenAiClient {
  readonly name: string;
  readonly create: (target: OpenAiTarget) => Promise<ChatClient>;
}

/** Who of them is ours. */
export const ours: readonly string[] = ['understudy', 'chain of two'];

const peers: readonly string[] = ['openai', 'doStream', 'streamText', 'generateText', 'LangChain'];

/** Whether somebody takes only a few microseconds for a chunk, and tens for an answer. */
export function isLean({ name }: OpenAiClient): boolean {
  return !peers.includes(name);
}

export const floor: OpenAiClient = {
  name: 'floor',
  create: async (target) =>
    (await import('./baseline-client.ts')).createFloorChatter(target, 'stream'),
};

export const hand: OpenAiClient = {
  name: 'hand',
  create: async (target) => (await import('./hand-written-client.ts')).createHandStreamer(target),
};

/** All others who stream. */
export const streamers: readonly OpenAiClient[] = [
  {
    name: 'understudy',
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyStreamer(target, 'one target'),
  },
  {
    name: 'chain of two',
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyStreamer(target, 'chain of two'),
  },
  {
    name: 'openai',
    create: async (target) => (await import('./openai-client.ts')).createOpenAiStreamer(target),
  },
  {
    name: 'doStream',
    create: async (target) => (await import('./ai-sdk-clients.ts')).createDoStreamChatter(target),
  },
  {
    name: 'streamText',
    create: async (target) => (await import('./ai-sdk-clients.ts')).createStreamTextChatter(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-client.ts')).createLangChainStreamer(target),
  },
];

/** Who gives a whole answer, the floor first; some streamed too. */
export const completers: readonly OpenAiClient[] = [
  {
    name: 'floor',
    create: async (target) =>
      (await import('./baseline-client.ts')).createFloorChatter(target, 'completion'),
  },
  { ...floor, name: 'floor, streamed' },
  {
    name: 'hand',
    create: async (target) =>
      (await import('./hand-written-client.ts')).createHandCompleter(target),
  },
  { ...hand, name: 'hand, streamed' },
  createOurCompleter('understudy', 'one target', 'one JSON'),
  createOurCompleter('understudy, streamed', 'one target', 'stream'),
  createOurCompleter('chain of two', 'chain of two', 'one JSON'),
  {
    name: 'openai',
    create: async (target) => (await import('./openai-client.ts')).createOpenAiCompleter(target),
  },
  {
    name: 'generateText',
    create: async (target) =>
      (await import('./ai-sdk-clients.ts')).createGenerateTextChatter(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-client.ts')).createLangChainCompleter(target),
  },
];

function createOurCompleter(name: string, asked: AskedModel, wanted: WantedAnswer): OpenAiClient {
  return {
    name,
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyCompleter(target, asked, wanted),
  };
}
