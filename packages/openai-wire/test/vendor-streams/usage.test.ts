import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeReads } from '../decode-reads.ts';
import { chunk, decodeData, done, stop, teal } from './decode-stream.ts';

/** Returns input, output, cached input and reasoning tokens of a stream with these reports after the text. */
async function read(
  ...reports: readonly JsonValue[]
): Promise<readonly (number | undefined)[] | undefined> {
  const data = reports.map((usage) => JSON.stringify({ choices: [], usage }));
  return (await decodeData([...teal, stop, ...data, done])).usage;
}

const none = undefined;
const small = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

describe('token counts', () => {
  it.each<[string, readonly JsonValue[], readonly (number | undefined)[]]>([
    [
      'in the last report',
      [{ prompt_tokens: 10, completion_tokens: 1 }, small],
      [10, 5, none, none],
    ],
    [
      'before zeros',
      [small, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
      [10, 5, none, none],
    ],
    ['before an empty object', [small, {}], [10, 5, none, none]],
    ['before null', [small, null], [10, 5, none, none]],
    ['before another type', [small, 7, 'none', []], [10, 5, none, none]],
    [
      'of Perplexity, whose reasoning is apart',
      [
        {
          prompt_tokens: 33,
          completion_tokens: 7163,
          total_tokens: 7196,
          reasoning_tokens: 95_305,
        },
      ],
      [33, 102_468, none, 95_305],
    ],
    [
      'of Anthropic, whose cached input is apart',
      [
        {
          input_tokens: 10,
          output_tokens: 9,
          cache_read_input_tokens: 100,
          cache_creation_input_tokens: 5,
        },
      ],
      [115, 9, 100, none],
    ],
    ['without the input', [{ completion_tokens: 9, total_tokens: 19 }], [10, 9, none, none]],
    ['in two halves', [{ prompt_tokens: 10 }, { completion_tokens: 5 }], [10, 5, none, none]],
    [
      'before a report without details',
      [{ ...small, completion_tokens_details: { reasoning_tokens: 3 } }, small],
      [10, 5, none, 3],
    ],
    ['as text', [{ prompt_tokens: '10', completion_tokens: '5' }], [10, 5, none, none]],
    [
      'that are negative or missing',
      [{ prompt_tokens: -1, completion_tokens: 5 }],
      [none, 5, none, none],
    ],
    [
      'of other names',
      [
        {
          input_tokens: 10,
          output_tokens: 5,
          input_tokens_details: { cached_tokens: 4 },
          output_tokens_details: { reasoning_tokens: 2 },
        },
      ],
      [10, 5, 4, 2],
    ],
    [
      'of DeepSeek',
      [{ ...small, prompt_cache_hit_tokens: 8, prompt_cache_miss_tokens: 2 }],
      [10, 5, 8, none],
    ],
    ['of Perplexity', [{ ...small, reasoning_tokens: 3, citation_tokens: 100 }], [10, 5, none, 3]],
    ['of Moonshot', [{ ...small, cached_tokens: 8 }], [10, 5, 8, none]],
    [
      'with zeros in the details, beside the counts of the vendor',
      [
        {
          ...small,
          prompt_cache_hit_tokens: 8,
          prompt_tokens_details: { cached_tokens: 0 },
          reasoning_tokens: 3,
          completion_tokens_details: { reasoning_tokens: 0 },
        },
      ],
      [10, 5, 8, 3],
    ],
    [
      'with zeros beside the details',
      [{ ...small, cached_tokens: 0, prompt_tokens_details: { cached_tokens: 8 } }],
      [10, 5, 8, none],
    ],
    [
      'of gateways in front of Qwen',
      [{ ...small, prompt_tokens_details: { cache_read_tokens: 8, cache_creation_tokens: 1 } }],
      [10, 5, 8, none],
    ],
    [
      'of xAI, without reasoning',
      [
        {
          prompt_tokens: 10,
          completion_tokens: 5,
          total_tokens: 215,
          completion_tokens_details: { reasoning_tokens: 200 },
        },
      ],
      [10, 205, none, 200],
    ],
    [
      'of OpenAI, with reasoning',
      [
        {
          prompt_tokens: 10,
          completion_tokens: 205,
          total_tokens: 215,
          completion_tokens_details: { reasoning_tokens: 200 },
        },
      ],
      [10, 205, none, 200],
    ],
    [
      'without a total, and less than the reasoning',
      [
        {
          prompt_tokens: 10,
          completion_tokens: 5,
          completion_tokens_details: { reasoning_tokens: 200 },
        },
      ],
      [10, 205, none, 200],
    ],
    [
      'of Gemini, with reasoning in the total',
      [{ prompt_tokens: 10, completion_tokens: 5, total_tokens: 415 }],
      [10, 405, none, none],
    ],
    [
      'of Gemini, then without a total',
      [
        { prompt_tokens: 10, completion_tokens: 5, total_tokens: 415 },
        { prompt_tokens: 10, completion_tokens: 5 },
      ],
      [10, 405, none, none],
    ],
    [
      'with cached input in the total',
      [
        {
          prompt_tokens: 10,
          completion_tokens: 5,
          total_tokens: 1015,
          cache_read_input_tokens: 1000,
        },
      ],
      [1010, 5, 1000, none],
    ],
    [
      'with a total below the sum',
      [{ prompt_tokens: 10, completion_tokens: 5, total_tokens: 3 }],
      [10, 5, none, none],
    ],
    ['without the output', [{ prompt_tokens: 10, total_tokens: 15 }], [10, 5, none, none]],
    ['that are all zero', [{ prompt_tokens: 0, completion_tokens: 0 }], [0, 0, none, none]],
  ])('are the best that are reported: %s', async (_, reports, counts) => {
    expect(await read(...reports)).toEqual(counts);
  });

  it.each<[string, JsonObject]>([
    ['each chunk', { usage: small }],
    ['x_groq', { x_groq: { usage: small } }],
    [
      'usageMetadata',
      { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 } },
    ],
    ['the choice', { choices: [{ index: 0, delta: {}, usage: small }] }],
  ])('can be in %s', async (_, extra) => {
    const counts = { usage: [10, 5, none, none], end: 'stop (stop)' };
    expect(await decodeData([chunk({}, null, extra), ...teal, stop, done])).toMatchObject(counts);
    expect(await decodeData([...teal, stop, chunk({}, null, extra), done])).toMatchObject(counts);
  });

  it('that are too large for a number are unknown', async () => {
    const usage = '{"choices":[],"usage":{"prompt_tokens":1e999,"completion_tokens":5}}';
    const { usage: counts } = await decodeData([...teal, stop, usage, done]);
    expect(counts).toEqual([none, 5, none, none]);
  });

  it.each<readonly JsonValue[]>([[{}], [null], [[]], [{ prompt_tokens: null }]])(
    'are unknown without a report: %j',
    async (usage) => {
      expect(await read(usage)).toBeUndefined();
    },
  );
});

it.each(['cache_write_tokens', 'cache_creation_tokens', 'cache_creation_input_tokens'])(
  'tokens that are written to the cache can be in %s',
  async (name) => {
    const usage = {
      prompt_tokens: 115,
      completion_tokens: 9,
      prompt_tokens_details: { [name]: 5 },
    };
    const data = [...teal, stop, JSON.stringify({ choices: [], usage }), done];
    const stream = data.map((each) => `data: ${each}\n\n`).join('');
    const { events } = await decodeReads([Buffer.from(stream)]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'usage', cacheWriteTokens: 5 }));
  },
);
