import type { HttpChoice } from '../../contestants/fetch-http/http-client.ts';
import type { ResponseFormat } from '../../contestants/openai/understudy-client.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import type { CreateChatClient } from '../../tasks/chat-client.ts';
import { completionsEntry } from '../../tasks/completions-task.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import type { OpenAiScript } from '../../upstreams/openai-script.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const longText = sampleText('english', chunks * charactersPerChunk);
const streamWork = { responses: 20, chunks, responseText: longText };
const shortText = sampleText('english', 64);
const shortWork = { warmUps: 8000, responses: 4000, concurrency: 16, responseText: shortText };

const eight = '8 events per write, at full speed';
const one = '1 event per write, paced';
const short = `short JSON responses, ${shortWork.concurrency} at a time`;
const choices: readonly HttpChoice[] = ['undici', 'fetchHttp'];
const cpu = { key: 'cpu', unit: 'µs', comparison: 'ratio' } as const;

export const fetchHttpCost: Comparison = {
  kind: 'comparison',
  name: 'fetch-http',
  title: `Node.js with its default Http and with fetchHttp(): ${streamWork.responses} responses of ${chunks} chunks per repetition, one after the other, and ${shortWork.responses} short ones`,
  measures: [
    { ...cpu, label: 'CPU per chunk', variants: [eight, one] },
    { ...cpu, label: 'CPU per response', variants: [short] },
  ],
  variants: [
    createStreamVariant(eight, 8),
    createStreamVariant(one, 1, 0.04),
    createShortVariant(),
  ],
};

function createStreamVariant(name: string, eventsPerWrite: number, writeIntervalMs = 0): Variant {
  const script = { responseText: longText, charactersPerChunk, eventsPerWrite, writeIntervalMs };
  return createVariant(name, script, (choice) =>
    streamEntry(choice, bindHttp(script, choice, 'stream'), streamWork),
  );
}

function createShortVariant(): Variant {
  const script = { responseText: shortText, charactersPerChunk: 8, eventsPerWrite: 100 };
  return createVariant(short, script, (choice) =>
    completionsEntry(choice, bindHttp(script, choice, 'json'), shortWork),
  );
}

function createVariant(
  name: string,
  script: OpenAiScript,
  createEntry: (choice: HttpChoice) => ContestantEntry,
): Variant {
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: choices.map(createEntry),
  };
}

function bindHttp(
  script: OpenAiScript,
  choice: HttpChoice,
  format: ResponseFormat,
): CreateChatClient {
  return async (url) =>
    (await import('../../contestants/fetch-http/http-client.ts')).createHttpClient(
      bindTarget(url, 'script', script),
      choice,
      format,
    );
}
