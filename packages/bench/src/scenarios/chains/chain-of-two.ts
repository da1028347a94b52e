import { modelChoices } from '../../contestants/chain-of-two/model-choice.ts';
import type { ModelChoice } from '../../contestants/chain-of-two/model-choice.ts';
import { createScript } from '../../contestants/core-overhead/script.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import type { CreateChatClient } from '../../tasks/chat-client.ts';
import { completionsEntry } from '../../tasks/completions-task.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { flushEachWrite, prompt, startFakeGpt } from '../upstream/start-fakegpt.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const charactersPerSnapshot = 8;
const length = 16_000;
const responses = 20;
const scripted = { events: 2000, responses: 200, batchSize: 8 };
const short = {
  warmUps: 24_000,
  responses: 8000,
  concurrency: 16,
  responseText: sampleText('english', 64),
};

const streamVariants = [
  createFakeGptVariant('FakeGpt, 8 events per write', 8),
  createFakeGptVariant('FakeGpt, 1 event per write', 1),
  createScriptedVariant(),
];
const shortVariant = createShortVariant();

const perChunk = {
  key: 'cpu',
  label: 'CPU per chunk',
  unit: 'µs',
  comparison: 'ratio',
  variants: streamVariants.map(({ name }) => name),
} as const;
const perResponse = {
  ...perChunk,
  label: 'CPU per response',
  variants: [shortVariant.name],
} as const;
const chains = { contestants: ['chain of two', 'pool of three'], limit: 1.1 };
const hedging = {
  reference: 'chain of two',
  contestants: ['chain of two, hedged'],
  limit: 1.03,
};

export const chainOfTwo: Comparison = {
  kind: 'comparison',
  name: 'chain-of-two',
  title: `A chain of two targets whose first one succeeds, the same with hedging that is not triggered, a pool of three targets, and one target alone: ${responses} responses of 2,000 snapshots per repetition, ${scripted.responses} of 2,000 scripted events, and ${short.responses} of ${short.responseText.length} characters`,
  minRepetitions: 9,
  measures: [
    { ...perChunk, ...chains },
    { ...perChunk, ...hedging },
    { ...perResponse, ...chains },
    { ...perResponse, ...hedging },
  ],
  variants: [...streamVariants, shortVariant],
};

async function createFakeGptClient(url: string, choice: ModelChoice) {
  const { createChainClient } = await import('../../contestants/chain-of-two/chain-client.ts');
  return createChainClient(url, prompt, choice);
}

function createFakeGptVariant(name: string, eventsPerWrite: number): Variant {
  const responseText = sampleText('english', length);
  const options = { charactersPerSnapshot, eventsPerWrite, bytesPerWrite: flushEachWrite };
  const work = { responses, responseText, chunks: length / charactersPerSnapshot };
  return {
    name,
    startUpstream: () => startFakeGpt(responseText, options),
    contestants: createEntries(createFakeGptClient, (choice, create) =>
      streamEntry(choice, create, work),
    ),
  };
}

/** Measures core without a network, where a difference would be largest. */
function createScriptedVariant(): Variant {
  const { events, batchSize } = scripted;
  const responseText = createScript(events, batchSize).text;
  const work = { responses: scripted.responses, responseText, chunks: events };
  const createClient = async (_url: string, choice: ModelChoice) =>
    (await import('../../contestants/core-overhead/understudy-client.ts')).createScriptedClient(
      createScript(events, batchSize),
      choice,
    );
  return {
    name: `scripted, arrays of ${batchSize}`,
    contestants: createEntries(createClient, (choice, create) => streamEntry(choice, create, work)),
  };
}

/** Measures responses of one JSON body, in which the work per chat weighs most. */
function createShortVariant(): Variant {
  const script = { responseText: short.responseText, charactersPerChunk: 8, eventsPerWrite: 100 };
  const createClient = async (url: string, choice: ModelChoice) =>
    (await import('../../contestants/openai/understudy-client.ts')).createUnderstudyResponseClient(
      bindTarget(url, 'script', script),
      choice,
      'json',
    );
  return {
    name: `OpenAI, short JSON responses, ${short.concurrency} at a time`,
    startUpstream: () => startOpenAi({ script }),
    contestants: createEntries(createClient, (choice, create) =>
      completionsEntry(choice, create, short),
    ),
  };
}

function createEntries(
  createClient: (url: string, choice: ModelChoice) => ReturnType<CreateChatClient>,
  createEntry: (choice: ModelChoice, create: CreateChatClient) => ContestantEntry,
): readonly ContestantEntry[] {
  return modelChoices.map((choice) => createEntry(choice, (url) => createClient(url, choice)));
}
