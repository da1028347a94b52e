import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { TextFastPath } from './text-fast-path.ts';

interface ChunkFields {
  readonly part?: object;
  readonly candidate?: object;
  readonly counts?: object;
  readonly id?: string;
}

function format(text: string, fields: ChunkFields = {}): string {
  const { part, candidate, counts = { promptTokenCount: 9, totalTokenCount: 99 }, id } = fields;
  const content = { parts: [{ text, ...part }], role: 'model' };
  return JSON.stringify({
    candidates: [{ content, index: 0, ...candidate }],
    usageMetadata: counts,
    modelVersion: 'gemini-3.8-flash',
    responseId: id ?? 'r1',
  });
}

/** A fast path that knows the chunk. */
function remember(data: string): TextFastPath {
  const path = new TextFastPath();
  path.remember(data, JSON.parse(data));
  return path;
}

describe('TextFastPath', () => {
  it.each([false, true])('reads any text and any counts, of thoughts: %s', (isThought) => {
    const part = isThought ? { thought: true } : {};
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.nat(),
        (first, second, left, right) => {
          const counts = (count: number): object => ({
            promptTokenCount: 9,
            totalTokenCount: count,
          });
          const path = remember(format(first, { part, counts: counts(left) }));
          const data = format(second, { part, counts: counts(right) });
          expect(path.read(data)).toEqual({ isThought, text: second });
          expect(path.takeUnread()).toBe(data);
        },
      ),
    );
  });

  it.each([
    ['another index', format('b', { candidate: { index: 1 } })],
    ['another kind of text', format('b', { part: { thought: true } })],
    ['a signature', format('b', { part: { thoughtSignature: 's' } })],
    ['a finish reason', format('b', { candidate: { finishReason: 'STOP' } })],
    ['another count', format('b', { counts: { promptTokenCount: 9, thoughtsTokenCount: 9 } })],
    [
      'a count that is no number',
      format('b', { counts: { promptTokenCount: 9, totalTokenCount: '' } }),
    ],
    ['another id', format('b', { id: 'x1' })],
    ['a second part', format('b').replace('}],"role"', '},{"text":"c"}],"role"')],
    ['an empty text', format('')],
    ['a cut chunk', format('b').slice(0, -1)],
    ['more after the chunk', `${format('b')}1`],
    ['another event', '{"error":{"code":503}}'],
  ])('does not read %s', (_case, data) => {
    const path = remember(format('a'));
    expect(path.read(data)).toBeUndefined();
    expect(path.takeUnread()).toBeUndefined();
  });

  it.each([
    format('a', { part: { thoughtSignature: 's' } }),
    format('a', { candidate: { finishReason: 'STOP' } }),
    format('a', { candidate: { index: 1 } }),
    '{"candidates":[]}',
  ])('does not learn from %s', (data) => {
    expect(remember(data).read(data)).toBeUndefined();
  });
});
