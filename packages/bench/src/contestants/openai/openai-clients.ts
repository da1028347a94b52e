import type { ChatClient } from '../../tasks/chat-client.ts';
import type { ModelChoice } from '../chain-of-two/model-choice.ts';
import type { OpenAiTarget } from './openai-target.ts';
import type { ResponseFormat } from './understudy-client.ts';

/** A client for OpenAI-compatible APIs. It is imported only in its own process. */
export interface OpenAiClient {
  readonly name: string;
  readonly create: (target: OpenAiTarget) => Promise<ChatClient>;
}

/** Contestants that have to meet the limits. */
export const understudyNames: readonly string[] = ['understudy', 'chain of two'];

const otherLibraries: readonly string[] = [
  'openai',
  'doStream',
  'streamText',
  'generateText',
  'LangChain',
];

/** Returns whether a client needs a few microseconds per chunk. Other libraries need tens of them. */
export function isFast({ name }: OpenAiClient): boolean {
  return !otherLibraries.includes(name);
}

export const baseline: OpenAiClient = {
  name: 'baseline',
  create: async (target) =>
    (await import('./baseline-client.ts')).createBaselineClient(target, 'stream'),
};

export const handWritten: OpenAiClient = {
  name: 'hand-written',
  create: async (target) =>
    (await import('./hand-written-client.ts')).createHandWrittenStreamClient(target),
};

/** Clients that stream, without `baseline` and `handWritten`. */
export const streamClients: readonly OpenAiClient[] = [
  {
    name: 'understudy',
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyStreamClient(target, 'one target'),
  },
  {
    name: 'chain of two',
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyStreamClient(target, 'chain of two'),
  },
  {
    name: 'openai',
    create: async (target) => (await import('./openai-client.ts')).createOpenAiStreamClient(target),
  },
  {
    name: 'doStream',
    create: async (target) => (await import('./ai-sdk-clients.ts')).createDoStreamClient(target),
  },
  {
    name: 'streamText',
    create: async (target) => (await import('./ai-sdk-clients.ts')).createStreamTextClient(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-client.ts')).createLangChainStreamClient(target),
  },
];

/** Clients that return complete responses. `baseline` is the first one. Some of them stream. */
export const responseClients: readonly OpenAiClient[] = [
  {
    name: 'baseline',
    create: async (target) =>
      (await import('./baseline-client.ts')).createBaselineClient(target, 'completion'),
  },
  { ...baseline, name: 'baseline, streamed' },
  {
    name: 'hand-written',
    create: async (target) =>
      (await import('./hand-written-client.ts')).createHandWrittenResponseClient(target),
  },
  { ...handWritten, name: 'hand-written, streamed' },
  createUnderstudyEntry('understudy', 'one target', 'json'),
  createUnderstudyEntry('understudy, streamed', 'one target', 'stream'),
  createUnderstudyEntry('chain of two', 'chain of two', 'json'),
  {
    name: 'openai',
    create: async (target) =>
      (await import('./openai-client.ts')).createOpenAiResponseClient(target),
  },
  {
    name: 'generateText',
    create: async (target) =>
      (await import('./ai-sdk-clients.ts')).createGenerateTextClient(target),
  },
  {
    name: 'LangChain',
    create: async (target) =>
      (await import('./langchain-client.ts')).createLangChainResponseClient(target),
  },
];

function createUnderstudyEntry(
  name: string,
  choice: ModelChoice,
  format: ResponseFormat,
): OpenAiClient {
  return {
    name,
    create: async (target) =>
      (await import('./understudy-client.ts')).createUnderstudyResponseClient(
        target,
        choice,
        format,
      ),
  };
}
