import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ChatStreamDecoder } from '../decode-chat-stream.ts';
import { ChunkFastPath } from './chunk-fast-path.ts';

/** A chunk with a text, and whatever else it is to hold. */
function chunk(content: unknown, more: { delta?: object; choice?: object; beside?: object } = {}) {
  const choice = { index: 0, delta: { content, ...more.delta }, logprobs: null, ...more.choice };
  return { id: 'a', object: 'chat.completion.chunk', choices: [choice], ...more.beside };
}

const raw = (content: unknown, more?: Parameters<typeof chunk>[1]): string =>
  JSON.stringify(chunk(content, more));

/** What a stream comes to, errors included, with pieces of text put together. */
function decode(reads: readonly string[]): unknown {
  const decoder = new ChatStreamDecoder({ provider: 'vendor', model: 'm', quirks: {} });
  const seen: unknown[] = [];
  for (const data of [...reads, '[DONE]']) {
    const { events, end } = decoder.decode([{ data }]);
    seen.push(...events);
    if (!end) continue;
    return [...seen, end.type === 'failed' ? end.error.code : end.type];
  }
  return seen;
}

/** The same JSON, which no template learnt from another knows. */
const otherwise = (json: string): string => json.replace('{', '{ ');

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('"', '\\', '\\"', '\\u0041', '\ud83c', '\udfad', '</think>', '\n', '{}', ''),
);

describe('chunks read by their difference', () => {
  it('say what they say when each is parsed in full', () => {
    const property = fc.property(fc.array(texts, { maxLength: 8 }), (contents) => {
      const chunks = contents.map((content) => raw(content));
      const inFull = chunks.map((json, index) => (index % 2 === 0 ? json : otherwise(json)));
      expect(decode(chunks)).toEqual(decode(inFull));
    });
    fc.assert(property, { numRuns: 2000, seed: 20_261_122 });
  });

  it('are taken for no other when they differ anywhere', () => {
    const base = raw('Te', { delta: { role: 'assistant' }, beside: { created: 1 } });
    const property = fc.property(
      fc.nat({ max: base.length }),
      fc.nat({ max: 3 }),
      fc.constantFrom('"', '\\', ',', '{', '}', 'x', '1', '","content":"', '\\"', ' ', '\u0001'),
      (at, cut, put) => {
        const changed = base.slice(0, at) + put + base.slice(at + cut);
        const quick = decode([base, raw('al'), base, changed, base]);
        const inFull = [base, raw('al'), otherwise(base), changed, otherwise(base)];
        expect(quick).toEqual(decode(inFull));
      },
    );
    fc.assert(property, { numRuns: 4000, seed: 20_261_122 });
  });
});

describe('ContentTemplate', () => {
  it('reads the text of a chunk like the one before it', () => {
    const template = new ChunkFastPath();
    expect(template.read(raw('Te'))).toBeUndefined();
    template.keep(raw('Te'));
    expect(template.read(raw('al "\\\n'))).toBe('al "\\\n');
    expect(template.read(raw(''))).toBe('');
  });

  it.each([
    ['a finish', { choice: { finish_reason: 'stop' } }],
    ['another choice', { choice: { index: 1 } }],
    ['reasoning', { delta: { reasoning_content: 'Hm' } }],
    ['a call', { delta: { tool_calls: [{ index: 0 }] } }],
    ['a refusal', { delta: { refusal: 'No' } }],
    ['no choice', { beside: { choices: [] } }],
    ['two choices', { beside: { choices: [chunk('a').choices[0], chunk('b').choices[0]] } }],
  ] as const)('learns nothing from a chunk with %s', (_, more) => {
    const template = new ChunkFastPath();
    template.keep(raw('Te', more));
    expect(template.read(raw('al', more))).toBeUndefined();
  });

  it.each([
    ['null where nothing is said', { delta: { refusal: null }, choice: { finish_reason: null } }],
    ['empty text and lists', { delta: { reasoning: '', tool_calls: [] } }],
  ] as const)('learns from a chunk with %s', (_, more) => {
    const template = new ChunkFastPath();
    template.keep(raw('Te', more));
    expect(template.read(raw('al', more))).toBe('al');
  });

  it('gives up where chunks differ in more than their text', () => {
    const template = new ChunkFastPath();
    for (let count = 0; count < 20; count += 1) {
      const json = raw('Te', { beside: { obfuscation: String(count) } });
      expect(template.read(json)).toBeUndefined();
      template.keep(json);
    }
    expect(template.read(raw('Te', { beside: { obfuscation: '19' } }))).toBeUndefined();
  });
});
