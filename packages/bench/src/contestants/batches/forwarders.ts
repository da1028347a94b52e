import type { ModelChoice } from '../chain-of-two/model-choice.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import type { Forwarder } from './forwarder.ts';

/** A forwarder, which is imported only in its own process. */
export interface ForwarderEntry {
  readonly name: string;
  readonly create: (target: OpenAiTarget) => Promise<Forwarder>;
}

/** All forwarders. The hand-written one is the first. They send the bytes that they receive. */
export const forwarders: readonly ForwarderEntry[] = [
  {
    name: 'hand-written',
    create: async (target) =>
      (await import('./hand-written-forwarder.ts')).createHandWrittenForwarder(target),
  },
  createUnderstudyEntry('understudy', 'one target'),
  createUnderstudyEntry('chain of two', 'chain of two'),
];

function createUnderstudyEntry(name: string, choice: ModelChoice): ForwarderEntry {
  return {
    name,
    create: async (target) =>
      (await import('./understudy-forwarder.ts')).createUnderstudyForwarder(target, choice),
  };
}
