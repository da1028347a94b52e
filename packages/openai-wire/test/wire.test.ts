import { readdirSync, readFileSync } from 'node:fs';

import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import type { Quirks } from '../src/index.ts';
import { decodeReads, summarize } from './decode-reads.ts';
import type { Outcome, Summary } from './decode-reads.ts';
import { splitBytes } from './split-bytes.ts';

const folder = new URL('wire/', import.meta.url);

/** The content of each stream. */
const expected: Readonly<Record<string, Summary>> = {
  'azure-content-filter': { text: 'Te', end: 'content-filter (content_filter)' },
  'azure-text': { text: 'Teal.', end: 'stop (stop)' },
  'bad-json': { text: 'Te', end: 'malformed-response' },
  'choices-missing': { text: 'Te', end: 'other (undefined)' },
  'choices-object': { end: 'malformed-response' },
  'content-number': { text: 'Te', end: 'malformed-response' },
  'cut-off-in-json': { text: 'Te', end: 'stream-truncated' },
  'cut-off': { text: 'Te', end: 'stream-truncated' },
  'deepseek-interrupted': { text: 'Te', end: 'overloaded' },
  'deepseek-reasoning': {
    text: 'Teal.',
    reasoning: 'Sky, sea',
    usage: [16, 30, 8, 21],
    end: 'stop (stop)',
  },
  'detail-in-stream': { end: 'server-error' },
  'done-unterminated': { text: 'Teal.', end: 'stop (stop)' },
  'done-with-blank': { text: 'Teal.', end: 'stop (stop)' },
  'done-without-reason': { text: 'Teal.', end: 'other (undefined)' },
  empty: { end: 'stream-truncated' },
  'error-as-text': { text: 'Te', end: 'rate-limited' },
  'error-first': { end: 'overloaded' },
  'gemini-safety': { text: 'Te', end: 'content-filter (content_filter: PROHIBITED_CONTENT)' },
  'gemini-split-arguments': {
    calls: [['function-call-1', 'get_weather', '{"location":"Sydney"}']],
    end: 'tool-calls (stop)',
  },
  'gemini-tools-one-index': {
    calls: [
      ['toolu_530f', 'glob', '{"path":"","pattern":"**/*"}'],
      ['call_QHW4aJzrGbGCz7IP_2', 'glob', '{"path":"content","pattern":""}'],
    ],
    end: 'tool-calls (tool_calls)',
  },
  'gemini-tools-without-id': {
    calls: [
      ['call_QHW4aJzrGbGCz7IP_1', 'get_weather', '{"city":"Paris"}'],
      ['call_QHW4aJzrGbGCz7IP_2', 'get_weather', '{"city":"Oslo"}'],
    ],
    end: 'tool-calls (stop)',
  },
  'gemini-tools-without-index': {
    calls: [
      ['function-call-1', 'get_weather', '{"city":"Paris"}'],
      ['function-call-2', 'get_weather', '{"city":"Oslo"}'],
    ],
    usage: [40, 90, undefined, undefined],
    end: 'tool-calls (stop)',
  },
  'groq-error-event': { text: 'Te', end: 'rate-limited' },
  'groq-text': {
    text: 'Teal.',
    reasoning: 'Blue',
    usage: [72, 11, undefined, undefined],
    end: 'stop (stop)',
  },
  'groq-complete-tool': {
    calls: [['fc_9a', 'get_weather', '{"city":"Paris"}']],
    usage: [72, 11, undefined, undefined],
    end: 'tool-calls (tool_calls)',
  },
  'huge-choice-index': { text: 'Te', end: 'malformed-response' },
  'json-scalar': { text: 'Te', end: 'other (undefined)' },
  'junk-after-done': { text: 'Teal.', end: 'stop (stop)' },
  'last-event-unterminated': { text: 'Teal.', end: 'stop (stop)' },
  'legacy-function-call': {
    calls: [['call_chatcmpl1_1', 'get_weather', '{"city":"Paris"}']],
    end: 'tool-calls (function_call)',
  },
  'llama-cpp-error': { text: 'Te', end: 'server-error' },
  'llama-cpp-text': {
    text: 'Teal.',
    reasoning: 'Sky',
    usage: [11, 6, undefined, undefined],
    end: 'stop (stop)',
  },
  'missing-done': { text: 'Teal.', end: 'stop (stop)' },
  'mistral-thinking': {
    text: 'Teal.',
    reasoning: 'Sky, sea',
    usage: [10, 19, undefined, undefined],
    end: 'stop (stop)',
  },
  'mistral-tool': {
    calls: [['D681PevKs', 'get_weather', '{"city": "Paris"}']],
    usage: [10, 19, undefined, undefined],
    end: 'tool-calls (tool_calls)',
  },
  'moonshot-usage-in-choice': { text: 'Teal.', usage: [19, 3, 19, undefined], end: 'stop (stop)' },
  'negative-choice-index': { end: 'malformed-response' },
  'ollama-reasoning': {
    text: 'Teal.',
    reasoning: 'Blue sea',
    usage: [14, 8, undefined, undefined],
    end: 'stop (stop)',
  },
  'ollama-tools-same-index': {
    calls: [
      ['call_a1', 'get_weather', '{"city":"Paris"}'],
      ['call_b2', 'get_weather', '{"city":"Oslo"}'],
    ],
    end: 'tool-calls (stop)',
  },
  'only-done': { end: 'other (undefined)' },
  'openai-error-event': { text: 'Te', end: 'server-error' },
  'openai-parallel-tools': {
    calls: [
      ['call_qP7wZ', 'get_weather', '{"city": "Paris"}'],
      ['call_L2mXa', 'get_time', '{"zone": "CET"}'],
    ],
    usage: [19, 4, 0, 0],
    end: 'tool-calls (tool_calls)',
  },
  'openai-refusal': { text: "I'm sorry, I can't help with that.", end: 'content-filter (refusal)' },
  'openai-text': { text: 'Teal – “blue” 🟦.', usage: [19, 4, 0, 0], end: 'stop (stop)' },
  'openai-two-choices': { text: 'Teal.', end: 'stop (stop)' },
  'openrouter-details-only': { text: 'Teal.', reasoning: 'Think of the sky', end: 'stop (stop)' },
  'openrouter-error-mid-stream': { text: 'Te', end: 'rate-limited' },
  'openrouter-image': {
    text: 'Here.',
    files: [{ type: 'base64', base64: 'iVBORw0KGgo=' }],
    end: 'stop (stop)',
  },
  'openrouter-reasoning': {
    text: 'Teal.',
    reasoning: 'The sky',
    sources: ['https://example.com/teal'],
    usage: [12, 9, 0, 5],
    end: 'stop (stop)',
  },
  'perplexity-think-tags': {
    text: 'Teal.[1]',
    reasoning: '\nSky, a < b',
    sources: ['https://example.com/teal', 'https://example.com/blue'],
    usage: [5, 5, undefined, undefined],
    end: 'stop (stop)',
  },
  'pings-and-notices': { text: 'Teal.', usage: [1, 2, undefined, undefined], end: 'stop (stop)' },
  'split-surrogates': { text: '😀 😀', reasoning: '😀', end: 'stop (stop)' },
  'together-eos': { text: 'Teal.', usage: [3, 2, undefined, undefined], end: 'stop (eos)' },
  'tools-broken-json': { calls: [['a', 'one', '{"x": oops']], end: 'tool-calls (tool_calls)' },
  'tools-huge-index': { text: 'Te', calls: [['a', 'one', '{}']], end: 'other (undefined)' },
  'tools-id-later-name-in-pieces': {
    calls: [['call_late', 'get_weather', '{"city":"Paris"}']],
    end: 'tool-calls (tool_calls)',
  },
  'tools-interleaved': {
    calls: [
      ['a', 'one', '{"x":1}'],
      ['b', 'two', '{"y":2}'],
    ],
    end: 'tool-calls (tool_calls)',
  },
  'tools-nameless': { end: 'malformed-response' },
  'tools-negative-index': { calls: [['a', 'one', '{}']], end: 'other (undefined)' },
  'tools-repeated-fields': {
    calls: [
      ['a', 'one', '{"x":1}'],
      ['b', 'two', '{}'],
    ],
    end: 'tool-calls (tool_calls)',
  },
  'tools-same-id-twice': {
    calls: [
      ['a', 'one', '{"x":1}'],
      ['call_chatcmpl1_2', 'one', '{"x":2}'],
    ],
    end: 'tool-calls (tool_calls)',
  },
  'tools-complete-call-repeated': {
    calls: [['a', 'one', '{"x":1}']],
    end: 'tool-calls (tool_calls)',
  },
  'tools-without-ids': {
    calls: [
      ['call_chatcmpl1_1', 'one', '{"x":1}'],
      ['call_chatcmpl1_2', 'two', '{"y":2}'],
    ],
    end: 'tool-calls (stop)',
  },
  'unknown-fields-and-reason': { text: 'Teal.', end: 'other (repetition)' },
  'vllm-error': { text: 'Te', end: 'server-error' },
  'vllm-text': {
    text: 'Teal.',
    reasoning: 'Blue',
    usage: [9, 5, undefined, undefined],
    end: 'stop (stop)',
  },
  'vllm-tool-new-ids': {
    calls: [['chatcmpl-tool-1', 'get_weather', '{"city": "Paris"}']],
    end: 'tool-calls (tool_calls)',
  },
  'xai-reasoning': {
    text: 'Teal.',
    reasoning: 'Sky',
    sources: ['https://example.com/teal'],
    usage: [7, 14, 6, 12],
    end: 'stop (stop)',
  },
};

const quirksOf: Readonly<Record<string, Quirks>> = {
  'perplexity-think-tags': { thinkTags: true },
};

/** The events, and the code and message of the error. */
function comparable({ events, end }: Outcome): readonly unknown[] {
  return [events, end?.type, end?.type === 'failed' ? [end.error.code, end.error.message] : []];
}

it('ChatStreamDecoder is tested with each stream', () => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.sse'))
    .map((file) => file.replace('.sse', ''));
  expect(new Set(names)).toEqual(new Set(Object.keys(expected)));
});

describe.each(Object.entries(expected))('ChatStreamDecoder: %s', (name, summary) => {
  const bytes = readFileSync(new URL(`${name}.sse`, folder));
  const decode = (reads: Iterable<Uint8Array>): Promise<Outcome> =>
    decodeReads(reads, quirksOf[name]);

  it('decodes the content', async () => {
    expect(summarize(await decode([bytes]))).toEqual(summary);
  });

  it('emits non-empty events in the documented order', async () => {
    const { events, end } = await decode([bytes]);
    const types = events.map(({ type }) => type);
    expect(types.lastIndexOf('response-start')).toBe(types.length > 0 ? 0 : -1);
    const last = end?.type === 'finished' ? types.length - 1 : -1;
    expect(types.indexOf('finish')).toBe(last);
    expect(events).not.toContainEqual(expect.objectContaining({ text: '' }));
    expect(events).not.toContainEqual(expect.objectContaining({ argumentsText: '' }));
    const texts = events.map((event) => ('text' in event ? event.text : ''));
    expect(texts.every((text) => text.isWellFormed())).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'decodes the same events from reads of %i bytes',
    async (length) => {
      const actual = comparable(await decode(splitBytes(bytes, () => length)));
      expect(actual).toEqual(comparable(await decode([bytes])));
    },
  );

  it('decodes the same events from reads of random length', async () => {
    const random = new SeededRandom(42);
    const expectedEvents = comparable(await decode([bytes]));
    for (let round = 0; round < 20; round += 1) {
      const reads = splitBytes(bytes, () => 1 + Math.floor(random.next() * 400));
      expect(comparable(await decode(reads))).toEqual(expectedEvents);
    }
  });
});

it('response-start has the id and model of the first chunk that contains them', async () => {
  const bytes = readFileSync(new URL('azure-text.sse', folder));
  const { events } = await decodeReads([bytes]);
  expect(events[0]).toEqual({
    type: 'response-start',
    provider: 'vendor',
    model: 'gpt-4o-mini-2024-07-18',
    id: 'chatcmpl-AnhIt2rw8vL8czymkCwEOKKTg7HPc',
  });
});
