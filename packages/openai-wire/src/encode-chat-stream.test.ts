import type { ChatEvent, JsonObject } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { ChatStreamEncoder } from './encode-chat-stream.ts';

const identity = { id: 'chatcmpl-1', created: 7, model: 'm', includeUsage: false };

function encode(events: readonly ChatEvent[], includeUsage = false): readonly JsonObject[] {
  const encoder = new ChatStreamEncoder({ ...identity, includeUsage });
  return [...encoder.encode(events), ...encoder.end()];
}

const chunk = (delta: object, reason: string | null = null): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 7,
  model: 'm',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
});
const opening = chunk({ role: 'assistant', content: '' });

it('tells the role once, and first', () => {
  const start: ChatEvent = { type: 'response-start', provider: 'p', model: 'vendors-m' };
  const text: ChatEvent = { type: 'text-delta', text: 'a' };
  expect(encode([start, text, { type: 'finish', reason: 'stop' }])).toEqual([
    opening,
    chunk({ content: 'a' }),
    chunk({}, 'stop'),
  ]);
  expect(encode([text])).toEqual([opening, chunk({ content: 'a' })]);
});

it('tells calls by their index, whichever of their events come', () => {
  const events: readonly ChatEvent[] = [
    { type: 'tool-call-start', id: 'a', name: 'f' },
    { type: 'tool-call-start', id: 'b', name: 'g' },
    { type: 'tool-call-delta', id: 'b', argumentsText: '{}' },
    { type: 'tool-call-end', id: 'a', name: 'f', argumentsText: '{"x":1}' },
    { type: 'tool-call-end', id: 'b', name: 'g', argumentsText: '{}' },
    { type: 'tool-call-end', id: 'c', name: 'h', argumentsText: '[]' },
    { type: 'tool-call-delta', id: 'nobody', argumentsText: 'x' },
    { type: 'finish', reason: 'tool-calls' },
  ];
  const begin = (index: number, id: string, name: string, given: string): object => ({
    tool_calls: [{ index, id, type: 'function', function: { name, arguments: given } }],
  });
  const go = (index: number, given: string): object => ({
    tool_calls: [{ index, function: { arguments: given } }],
  });
  expect(encode(events)).toEqual([
    opening,
    chunk(begin(0, 'a', 'f', '')),
    chunk(begin(1, 'b', 'g', '')),
    chunk(go(1, '{}')),
    chunk(go(0, '{"x":1}')),
    chunk(begin(2, 'c', 'h', '[]')),
    chunk({}, 'tool_calls'),
  ]);
});

it('tells usage in a last chunk of its own, where that was asked for and is known', () => {
  const usage: ChatEvent = {
    type: 'usage',
    inputTokens: 3,
    outputTokens: undefined,
    cachedInputTokens: 2,
  };
  const finish: ChatEvent = { type: 'finish', reason: 'length' };
  expect(encode([usage, finish])).toEqual([opening, chunk({}, 'length')]);
  expect(encode([finish], true)).toEqual([
    { ...opening, usage: null },
    { ...chunk({}, 'length'), usage: null },
  ]);
  expect(encode([usage, finish], true).at(-1)).toEqual({
    ...opening,
    choices: [],
    usage: {
      prompt_tokens: 3,
      completion_tokens: 0,
      total_tokens: 3,
      prompt_tokens_details: { cached_tokens: 2 },
    },
  });
});

it('has no word for warnings, attempts and other ends', () => {
  const events: readonly ChatEvent[] = [
    { type: 'warning', message: 'w' },
    { type: 'attempt-start', attemptNumber: 1, provider: 'p', model: 'm' },
    { type: 'attempt-end', attemptNumber: 1, outcome: 'succeeded' },
  ];
  expect(encode(events)).toEqual([]);
  expect(encode([{ type: 'finish', reason: 'other', rawReason: 'eos' }]).at(-1)).toEqual(
    chunk({}, 'stop'),
  );
  expect(encode([{ type: 'finish', reason: 'content-filter' }]).at(-1)).toEqual(
    chunk({}, 'content_filter'),
  );
});

it('refuses to take back what was sent', () => {
  expect(() => encode([{ type: 'reset', reason: 'restart' }])).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', path: 'midStream' }),
  );
});
