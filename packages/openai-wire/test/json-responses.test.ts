import { readdirSync, readFileSync } from 'node:fs';

import { isProviderError } from '@understudy/core/provider';
import { parseJson } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { decodeChatResponse } from '../src/index.ts';
import { settings, summarize } from './decode-reads.ts';
import type { Outcome, Summary } from './decode-reads.ts';

const folder = new URL('wire/', import.meta.url);

/** The content of each response. */
const expected: Readonly<Record<string, Summary>> = {
  'openai-text': { text: 'Teal.', usage: [19, 4, 16, 0], end: 'stop (stop)' },
  'openai-tools': {
    calls: [
      ['call_1', 'get_weather', '{"city":"Paris"}'],
      ['call_2', 'get_time', '{}'],
    ],
    end: 'tool-calls (tool_calls)',
  },
  'openai-forced-tool': { calls: [['call_1', 'get_weather', '{}']], end: 'tool-calls (stop)' },
  'openai-refusal': { text: "I can't help with that.", end: 'content-filter (refusal)' },
  'openai-search': { text: 'Teal.', sources: ['https://example.com/teal'], end: 'stop (stop)' },
  'azure-text': { text: 'Teal.', end: 'stop (stop)' },
  'openrouter-image': {
    text: 'Here.',
    files: [
      { type: 'base64', base64: 'iVBORw0KGgo=' },
      { type: 'url', url: new URL('https://example.com/teal.png') },
    ],
    warnings: 1,
    end: 'stop (stop)',
  },
  'mistral-thinking': {
    text: 'Teal.',
    reasoning: 'Sky',
    usage: [10, 19, undefined, undefined],
    warnings: 1,
    end: 'stop (stop)',
  },
  'gemini-tools': {
    calls: [
      ['call_QHW4_1', 'get_weather', '{"city":"Paris"}'],
      ['call_QHW4_2', 'get_weather', '{"city":"Oslo"}'],
      ['call_QHW4_3', 'get_time', '{}'],
    ],
    usage: [1, 8, undefined, undefined],
    end: 'tool-calls (stop)',
  },
  'ollama-reasoning': {
    text: 'Teal.',
    reasoning: 'Blue sea',
    usage: [14, 8, undefined, undefined],
    end: 'stop (stop)',
  },
  'perplexity-sources': {
    text: 'Teal.[1]',
    sources: ['https://example.com/teal'],
    end: 'stop (stop)',
  },
  'bare-minimum': { text: 'Teal.', end: 'other (undefined)' },
  'openrouter-error-in-200': { end: 'quota-exhausted' },
  'openrouter-error-in-choice': { end: 'rate-limited' },
  'minimax-error-in-200': { end: 'authentication-failed' },
  'no-choices': { end: 'malformed-response' },
  'another-kind': { end: 'malformed-response' },
};

function decode(text: string): Outcome {
  try {
    return { events: decodeChatResponse(parseJson(text), settings), end: { type: 'finished' } };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events: [], end: { type: 'failed', error } };
  }
}

describe('decodeChatResponse', () => {
  it('is tested with each file', () => {
    const names = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.replace('.json', ''));
    expect(new Set(names)).toEqual(new Set(Object.keys(expected)));
  });

  it.each(Object.entries(expected))('decodes %s', (name, summary) => {
    const outcome = decode(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    expect(summarize(outcome)).toEqual(summary);
  });

  it('starts with the id, the request id and the rate limits', () => {
    const response = { id: 'chatcmpl-1', choices: [{ message: { content: 'Teal.' } }] };
    const rateLimitHeaders = { 'x-ratelimit-remaining-requests': '9' };
    const [start] = decodeChatResponse(response, {
      ...settings,
      requestId: 'r1',
      rateLimitHeaders,
    });
    expect(start).toEqual({
      type: 'response-start',
      provider: 'vendor',
      model: 'requested-model',
      id: 'chatcmpl-1',
      requestId: 'r1',
      rateLimitHeaders,
    });
  });

  it.each([
    '',
    '<html>',
    '[]',
    '[5]',
    '"text"',
    '7',
    'null',
    '{}',
    '{"choices":7}',
    '{"choices":[7]}',
  ])('rejects %j', (text) => {
    expect(decode(text).end).toMatchObject({ error: { code: 'malformed-response' } });
  });
});
