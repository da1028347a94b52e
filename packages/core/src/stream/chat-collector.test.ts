import { expect, it } from 'vitest';

import type { Attempt } from '../chat/attempt.ts';
import type { ProviderEvent } from '../chat/chat-event.ts';
import { ChatCollector } from './chat-collector.ts';

const attempt: Attempt = {
  number: 1,
  provider: 'first',
  model: 'm1',
  startedAt: 0,
  outcome: 'succeeded',
  firstContentMs: undefined,
  totalMs: undefined,
  requests: 1,
  error: undefined,
};

const whole: readonly ProviderEvent[] = [
  {
    type: 'response-start',
    provider: 'vendor',
    model: 'vendor-m',
    id: 'id1',
    requestId: 'r1',
    rateLimitHeaders: { 'x-ratelimit-remaining': '9' },
  },
  { type: 'reasoning-delta', text: 'hm' },
  { type: 'reasoning-delta', text: 'm' },
  { type: 'text-delta', text: 'Hel' },
  { type: 'warning', message: 'careful' },
  { type: 'text-delta', text: 'lo' },
  { type: 'tool-call-start', id: 't1', name: 'look' },
  { type: 'tool-call-delta', id: 't1', argumentsText: '{"a"' },
  { type: 'tool-call-delta', id: 't1', argumentsText: ':1}' },
  { type: 'tool-call-end', id: 't1', name: 'look', argumentsText: '{"a":1}' },
  { type: 'source', url: 'https://example.com', title: 'Example' },
  { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
  { type: 'usage', inputTokens: 3, outputTokens: undefined },
  { type: 'finish', reason: 'length', rawReason: 'max_tokens' },
];

it('collects the response, in one batch or in many', () => {
  const origin = { origin: 'first', originModel: 'm1' };
  const file = {
    type: 'file',
    mediaType: 'image/png',
    data: { type: 'base64', base64: 'AA==' },
  };
  const expected = {
    message: {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hmm', ...origin },
        { type: 'text', text: 'Hello' },
        { type: 'tool-call', id: 't1', name: 'look', argumentsText: '{"a":1}', ...origin },
        file,
      ],
    },
    text: 'Hello',
    reasoning: 'hmm',
    toolCalls: [{ id: 't1', name: 'look', argumentsText: '{"a":1}', input: { a: 1 } }],
    files: [file],
    sources: [{ type: 'source', url: 'https://example.com', title: 'Example' }],
    warnings: ['careful'],
    usage: {
      inputTokens: 3,
      outputTokens: undefined,
      cachedInputTokens: undefined,
      cacheWriteTokens: undefined,
      reasoningTokens: undefined,
    },
    totalUsage: {
      inputTokens: undefined,
      outputTokens: undefined,
      incomplete: true,
    },
    finishReason: 'length',
    rawFinishReason: 'max_tokens',
    finishMessage: undefined,
    providerMetadata: {},
    provider: 'vendor',
    model: 'vendor-m',
    id: 'id1',
    requestId: 'r1',
    rateLimitHeaders: { 'x-ratelimit-remaining': '9' },
    attempts: [attempt],
  };
  const atOnce = new ChatCollector(attempt);
  atOnce.add(whole);
  expect(atOnce.response([attempt])).toStrictEqual(expected);
  const oneByOne = new ChatCollector(attempt);
  for (const event of whole) oneByOne.add([event]);
  expect(oneByOne.response([attempt])).toStrictEqual(expected);
});

it('leaves values undefined that the vendor did not report', () => {
  const collector = new ChatCollector(attempt);
  collector.add([{ type: 'text-delta', text: 'a' }]);
  expect(collector.response([attempt])).toMatchObject({
    usage: undefined,
    finishReason: 'other',
    rawFinishReason: undefined,
    provider: 'first',
    model: 'm1',
    id: undefined,
    requestId: undefined,
    rateLimitHeaders: {},
  });
});

it('returns the last usage', () => {
  const collector = new ChatCollector(attempt);
  collector.add([
    { type: 'usage', inputTokens: 1, outputTokens: 2 },
    { type: 'usage', inputTokens: 1, outputTokens: 5, cachedInputTokens: 0, reasoningTokens: 4 },
  ]);
  expect(collector.response([]).usage).toStrictEqual({
    inputTokens: 1,
    outputTokens: 5,
    cachedInputTokens: 0,
    reasoningTokens: 4,
    cacheWriteTokens: undefined,
  });
});

it('does not change a response that was returned', () => {
  const collector = new ChatCollector(attempt);
  collector.add(whole);
  const response = collector.response([]);
  const copy = structuredClone(response);
  collector.add(whole);
  expect(response).toStrictEqual(copy);
});

it('returns no input for arguments that are not valid JSON', () => {
  const collector = new ChatCollector(attempt);
  collector.add([{ type: 'tool-call-end', id: '1', name: 'look', argumentsText: '{"a":' }]);
  expect(collector.response([]).toolCalls).toEqual([
    { id: '1', name: 'look', argumentsText: '{"a":', input: undefined },
  ]);
});
