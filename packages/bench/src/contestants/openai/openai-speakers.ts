import type { Chatter } from '../../tasks/chatter.ts';
import type { OpenAiTarget } from './openai-target.ts';
import type { AskedModel, WantedAnswer } from './understudy-chatter.ts';

/** Somebody who speaks the OpenAI dialect; imported by its own process only. */
export interface OpenAiSpeaker {
  readonly name: string;
  readonly create: (target: OpenAiTarget) => Promise<Chatter>;
}

/** Who of them is ours. */
export const ours: readonly string[] = ['understudy', 'chain of two'];

const peers: readonly string[] = ['openai', 'doStream', 'streamText', 'generateText', 'LangChain'];

/** Whether somebody takes only a few microseconds for a chunk, and tens for an answer. */
export function isLean({ name }: OpenAiSpeaker): boolean {
  return !peers.includes(name);
}

export const floor: OpenAiSpeaker = {
  name: 'floor',
  create: async (target) =>
    (await import('./floor-chatter.ts')).createFloorChatter(target, 'stream'),
};

export const hand: OpenAiSpeaker = {
  name: 'hand',
  create: async (target) => (await import('./hand-chatter.ts')).createHandStreamer(target),
};

/** All others who stream. */
export const streamers: readonly OpenAiSpeaker[] = [
  {
    name: 'understudy',
    create: async (target) =>
      (await import('./understudy-chatter.ts')).createUnderstudyStreamer(target, 'one target'),
  },
  {
    name: 'chain of two',
    create: async (target) =>
      (await import('./understudy-chatter.ts')).createUnderstudyStreamer(target, 'chain of two'),
  },
  {
    name: 'openai',
    create: async (target) => (await import('./openai-chatter.ts')).createOpenAiStreamer(target),
  },
  {
    name: 'doStream',
    create: async (target) => (await import('./ai-sdk-chatters.ts')).createDoStreamChatter(target),
  },
  {
    name: 'streamText',
    create: async (target) =>
      (await import('./ai-sdk-chatters.ts')).createStreamTextChatter(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-chatter.ts')).createLangChainStreamer(target),
  },
];

/** Who gives a whole answer, the floor first; some streamed too. */
export const completers: readonly OpenAiSpeaker[] = [
  {
    name: 'floor',
    create: async (target) =>
      (await import('./floor-chatter.ts')).createFloorChatter(target, 'completion'),
  },
  { ...floor, name: 'floor, streamed' },
  {
    name: 'hand',
    create: async (target) => (await import('./hand-chatter.ts')).createHandCompleter(target),
  },
  { ...hand, name: 'hand, streamed' },
  createOurCompleter('understudy', 'one target', 'one JSON'),
  createOurCompleter('understudy, streamed', 'one target', 'stream'),
  createOurCompleter('chain of two', 'chain of two', 'one JSON'),
  {
    name: 'openai',
    create: async (target) => (await import('./openai-chatter.ts')).createOpenAiCompleter(target),
  },
  {
    name: 'generateText',
    create: async (target) =>
      (await import('./ai-sdk-chatters.ts')).createGenerateTextChatter(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-chatter.ts')).createLangChainCompleter(target),
  },
];

function createOurCompleter(name: string, asked: AskedModel, wanted: WantedAnswer): OpenAiSpeaker {
  return {
    name,
    create: async (target) =>
      (await import('./understudy-chatter.ts')).createUnderstudyCompleter(target, asked, wanted),
  };
}
