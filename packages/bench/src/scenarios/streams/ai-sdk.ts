import type { OpenAiClient } from '../../contestants/openai/openai-clients.ts';
import { streamClients } from '../../contestants/openai/openai-clients.ts';
import type { Measure } from '../../harness/measure.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const responses = 5;
const responseText = sampleText('english', chunks * charactersPerChunk);

const clients: readonly OpenAiClient[] = [
  ...streamClients.filter(({ name }) => name === 'streamText' || name === 'doStream'),
  {
    name: 'streamText, chain',
    create: async (target) =>
      (await import('../../contestants/ai-sdk/ai-sdk-clients.ts')).createChainStreamTextClient(
        target,
      ),
  },
  {
    name: 'doStream, chain',
    create: async (target) =>
      (await import('../../contestants/ai-sdk/ai-sdk-clients.ts')).createChainDoStreamClient(
        target,
      ),
  },
  {
    name: 'fromLanguageModel',
    create: async (target) =>
      (await import('../../contestants/ai-sdk/ai-sdk-clients.ts')).createFromModelClient(target),
  },
];

export const aiSdk: Comparison = {
  kind: 'comparison',
  name: 'ai-sdk',
  title: `Responses of ${chunks} chunks through the AI SDK, over @ai-sdk/openai-compatible and over a chain of two, ${responses} per repetition`,
  measures: [
    createMeasure('streamText', 'streamText, chain', 1.05),
    createMeasure('doStream', 'doStream, chain', 0.6),
    createMeasure('doStream', 'fromLanguageModel', 1.15),
  ],
  variants: [
    createVariant('8 events per write, at full speed', 8),
    createVariant('1 event per write, at full speed', 1),
  ],
};

function createMeasure(reference: string, contestant: string, limit: number): Measure {
  return {
    key: 'cpu',
    label: 'CPU per chunk',
    unit: 'µs',
    comparison: 'ratio',
    reference,
    contestants: [contestant],
    limit,
  };
}

function createVariant(name: string, eventsPerWrite: number): Variant {
  const script = { responseText, charactersPerChunk, eventsPerWrite };
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: clients.map((client) =>
      streamEntry(client.name, bindScript(client, 'script', script), {
        responses,
        chunks,
        responseText,
      }),
    ),
  };
}
