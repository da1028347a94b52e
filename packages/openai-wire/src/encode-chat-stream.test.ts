import type { ChatEvent, JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

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
const firstChunk = chunk({ role: 'assistant', content: '' });

describe('ChatStreamEncoder', () => {
  it('sends the role once, in the first chunk', () => {
    const responseStart: ChatEvent = { type: 'response-start', provider: 'p', model: 'vendors-m' };
    const text: ChatEvent = { type: 'text-delta', text: 'a' };
    expect(encode([responseStart, text, { type: 'finish', reason: 'stop' }])).toEqual([
      firstChunk,
      chunk({ content: 'a' }),
      chunk({}, 'stop'),
    ]);
    expect(encode([text])).toEqual([firstChunk, chunk({ content: 'a' })]);
  });

  it('identifies calls by their index, also if some of their events are missing', () => {
    const events: readonly ChatEvent[] = [
      { type: 'tool-call-start', id: 'a', name: 'f' },
      { type: 'tool-call-start', id: 'b', name: 'g' },
      { type: 'tool-call-delta', id: 'b', argumentsText: '{}' },
      { type: 'tool-call-end', id: 'a', name: 'f', argumentsText: '{"x":1}' },
      { type: 'tool-call-end', id: 'b', name: 'g', argumentsText: '{}' },
      { type: 'tool-call-end', id: 'c', name: 'h', argumentsText: '[]' },
      { type: 'tool-call-delta', id: 'unknown', argumentsText: 'x' },
      { type: 'finish', reason: 'tool-calls' },
    ];
    const start = (index: number, id: string, name: string, text: string): object => ({
      tool_calls: [{ index, id, type: 'function', function: { name, arguments: text } }],
    });
    const next = (index: number, text: string): object => ({
      tool_calls: [{ index, function: { arguments: text } }],
    });
    expect(encode(events)).toEqual([
      firstChunk,
      chunk(start(0, 'a', 'f', '')),
      chunk(start(1, 'b', 'g', '')),
      chunk(next(1, '{}')),
      chunk(next(0, '{"x":1}')),
      chunk(start(2, 'c', 'h', '[]')),
      chunk({}, 'tool_calls'),
    ]);
  });

  it('sends known token counts in an extra chunk if they are requested', () => {
    const usage: ChatEvent = {
      type: 'usage',
      inputTokens: 3,
      outputTokens: undefined,
      cachedInputTokens: 2,
    };
    const finish: ChatEvent = { type: 'finish', reason: 'length' };
    expect(encode([usage, finish])).toEqual([firstChunk, chunk({}, 'length')]);
    expect(encode([finish], true)).toEqual([
      { ...firstChunk, usage: null },
      { ...chunk({}, 'length'), usage: null },
    ]);
    expect(encode([usage, finish], true).at(-1)).toEqual({
      ...firstChunk,
      choices: [],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 0,
        total_tokens: 3,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    });
  });

  it('omits warnings and attempts, and maps finish reasons', () => {
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

  it('throws for a reset event', () => {
    expect(() => encode([{ type: 'reset', reason: 'restart' }])).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path: 'midStream' }),
    );
  });

  it('returns the same chunks as server-sent events', () => {
    const tricky = {
      ...identity,
      id: '"content":""',
      model: '"content":"\\u2028',
      includeUsage: true,
    };
    const events: readonly ChatEvent[] = [
      { type: 'text-delta', text: 'a "quoted"\n\ntext \u{1f600}\u2028' },
      { type: 'text-delta', text: '' },
      { type: 'reasoning-delta', text: 'b' },
      { type: 'text-delta', text: '\\' },
      { type: 'usage', inputTokens: 1, outputTokens: 2 },
      { type: 'finish', reason: 'stop' },
    ];
    const encoder = new ChatStreamEncoder(tricky);
    const chunks = [...encoder.encode(events), ...encoder.end()];
    expect(chunks).toHaveLength(7);
    const data = [...chunks.map((object) => JSON.stringify(object)), '[DONE]'];
    const other = new ChatStreamEncoder(tricky);
    const written = events.map((event) => other.encodeSse([event]));
    expect([...written, other.endSse()].join('')).toBe(
      data.map((line) => `data: ${line}\n\n`).join(''),
    );
  });

  it('returns an empty text for events without a chunk, and only an end without token counts', () => {
    const encoder = new ChatStreamEncoder(identity);
    expect(encoder.encodeSse([{ type: 'warning', message: 'w' }])).toBe('');
    expect(encoder.endSse()).toBe('data: [DONE]\n\n');
    expect(() => encoder.encodeSse([{ type: 'reset', reason: 'restart' }])).toThrow('midStream');
  });
});
