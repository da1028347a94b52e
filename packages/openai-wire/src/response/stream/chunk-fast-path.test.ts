import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ChatStreamDecoder } from '../../decode-chat-stream.ts';
import { ChunkFastPath } from './chunk-fast-path.ts';

/** Creates a chunk with a text and further fields. */
function chunk(
  content: unknown,
  more: { delta?: object; choice?: object; topLevel?: object } = {},
) {
  const choice = { index: 0, delta: { content, ...more.delta }, logprobs: null, ...more.choice };
  return { id: 'a', object: 'chat.completion.chunk', choices: [choice], ...more.topLevel };
}

const raw = (content: unknown, more?: Parameters<typeof chunk>[1]): string =>
  JSON.stringify(chunk(content, more));

/** Returns the events and the end of a stream. */
function decode(reads: readonly string[]): unknown {
  const decoder = new ChatStreamDecoder({ provider: 'vendor', model: 'm', quirks: {} });
  const results: unknown[] = [];
  for (const data of [...reads, '[DONE]']) {
    const { events, end } = decoder.decode([{ data }]);
    results.push(...events);
    if (!end) continue;
    return [...results, end.type === 'failed' ? end.error.code : end.type];
  }
  return results;
}

/** Returns the same JSON with another beginning, so that the fast path does not match it. */
const withoutFastPath = (json: string): string => json.replace('{', '{ ');

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('"', '\\', '\\"', '\\u0041', '\ud83c', '\udfad', '</think>', '\n', '{}', ''),
);

describe('ChatStreamDecoder with ChunkFastPath', () => {
  it('decodes the same events as with complete parsing', () => {
    const property = fc.property(fc.array(texts, { maxLength: 8 }), (contents) => {
      const chunks = contents.map((content) => raw(content));
      const expected = chunks.map((json, index) =>
        index % 2 === 0 ? json : withoutFastPath(json),
      );
      expect(decode(chunks)).toEqual(decode(expected));
    });
    fc.assert(property, { numRuns: 2000, seed: 20_261_122 });
  });

  it('decodes the same events if a chunk differs anywhere', () => {
    const base = raw('Te', { delta: { role: 'assistant' }, topLevel: { created: 1 } });
    const property = fc.property(
      fc.nat({ max: base.length }),
      fc.nat({ max: 3 }),
      fc.constantFrom('"', '\\', ',', '{', '}', 'x', '1', '","content":"', '\\"', ' ', '\u0001'),
      (position, removed, inserted) => {
        const changed = base.slice(0, position) + inserted + base.slice(position + removed);
        const actual = decode([base, raw('al'), base, changed, base]);
        const expected = [base, raw('al'), withoutFastPath(base), changed, withoutFastPath(base)];
        expect(actual).toEqual(decode(expected));
      },
    );
    fc.assert(property, { numRuns: 4000, seed: 20_261_122 });
  });
});

describe('ChunkFastPath', () => {
  it('reads the text of a chunk that is similar to the previous one', () => {
    const fastPath = new ChunkFastPath();
    expect(fastPath.read(raw('Te'))).toBeUndefined();
    fastPath.remember(raw('Te'));
    expect(fastPath.read(raw('al "\\\n'))).toBe('al "\\\n');
    expect(fastPath.read(raw(''))).toBe('');
  });

  it.each([
    ['a finish', { choice: { finish_reason: 'stop' } }],
    ['another index', { choice: { index: 1 } }],
    ['reasoning', { delta: { reasoning_content: 'Hm' } }],
    ['a tool call', { delta: { tool_calls: [{ index: 0 }] } }],
    ['a refusal', { delta: { refusal: 'No' } }],
    ['no choice', { topLevel: { choices: [] } }],
    ['two choices', { topLevel: { choices: [chunk('a').choices[0], chunk('b').choices[0]] } }],
  ] as const)('does not match a chunk with %s', (_, more) => {
    const fastPath = new ChunkFastPath();
    fastPath.remember(raw('Te', more));
    expect(fastPath.read(raw('al', more))).toBeUndefined();
  });

  it.each([
    ['null in unused fields', { delta: { refusal: null }, choice: { finish_reason: null } }],
    ['empty text and lists', { delta: { reasoning: '', tool_calls: [] } }],
  ] as const)('matches a chunk with %s', (_, more) => {
    const fastPath = new ChunkFastPath();
    fastPath.remember(raw('Te', more));
    expect(fastPath.read(raw('al', more))).toBe('al');
  });

  it('stops trying if chunks differ in more than their text', () => {
    const fastPath = new ChunkFastPath();
    for (let count = 0; count < 20; count += 1) {
      const json = raw('Te', { topLevel: { obfuscation: String(count) } });
      expect(fastPath.read(json)).toBeUndefined();
      fastPath.remember(json);
    }
    expect(fastPath.read(raw('Te', { topLevel: { obfuscation: '19' } }))).toBeUndefined();
  });
});
