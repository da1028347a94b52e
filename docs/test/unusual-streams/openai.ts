import { openai } from '@understudy/provider-openai';

import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

const chunk = (delta: unknown, reason: string | null = null): object => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: reason }],
});
const text = (content: unknown): object => chunk({ content });
const body = (...chunks: readonly object[]): string =>
  [...chunks.map((each) => JSON.stringify(each)), '[DONE]']
    .map((data) => `data: ${data}\n\n`)
    .join('');
const stop = chunk({}, 'stop');
const done = { finish: 'stop', text: 'Teal.' } as const;

export const openAiStreams: UnusualStreams = {
  protocol: {
    label: 'OpenAI',
    model: 'gpt-6-astra',
    contentType: 'text/event-stream',
    define: (url, apiKey = 'any') => openai({ id: 'vendor', apiKey, baseUrl: `${url}/v1` }),
  },
  streams: {
    'a delta that is a text': {
      body: body(text('Teal.'), chunk('Red.'), stop),
      outcome: malformed,
    },
    'a delta that is a list': {
      body: body(text('Teal.'), chunk([{ content: 'Red.' }]), stop),
      outcome: malformed,
    },
    'a delta that is null': { body: body(text('Teal.'), chunk(null), stop), outcome: done },
    'one line break between events': {
      body: body(text('Te'), text('al.'), stop).trimEnd().replaceAll('\n\n', '\n'),
      outcome: done,
    },
    'the end without a line break on an open connection': {
      body: body(text('Teal.'), stop).trimEnd(),
      ending: 'open',
      outcome: done,
    },
  },
};
