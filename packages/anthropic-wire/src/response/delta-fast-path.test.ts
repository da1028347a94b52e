import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DeltaFastPath } from './delta-fast-path.ts';

const delta = (type: string, fields: object, index = 0): string =>
  JSON.stringify({ type: 'content_block_delta', index, delta: { type, ...fields } });

/** A fast path that knows the event. */
function remember(data: string): DeltaFastPath {
  const path = new DeltaFastPath();
  const { index, delta: known } = JSON.parse(data);
  path.remember(data, { index, delta: known });
  return path;
}

describe('DeltaFastPath', () => {
  it.each([
    ['text_delta', 'text'],
    ['thinking_delta', 'thinking'],
    ['input_json_delta', 'partial_json'],
  ])('reads any text of a %s', (type, field) => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (first, second) => {
        const path = remember(delta(type, { [field]: first }, 3));
        const read = path.read(delta(type, { [field]: second }, 3));
        expect(read).toEqual({ index: 3, delta: { type, [field]: second } });
      }),
    );
  });

  it.each([
    ['another index', delta('text_delta', { text: 'b' }, 1)],
    ['another type', delta('thinking_delta', { thinking: 'b' })],
    ['another field', delta('text_delta', { text: 'b', other: 1 })],
    [
      'a text that ends early',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b","x":"c"}}',
    ],
    ['another event', '{"type":"content_block_stop","index":0}'],
    ['a cut event', delta('text_delta', { text: 'b' }).slice(0, -1)],
  ])('does not read %s', (_case, data) => {
    expect(remember(delta('text_delta', { text: 'a' })).read(data)).toBeUndefined();
  });

  it.each([
    delta('text_delta', { text: 'a', other: 1 }),
    delta('signature_delta', { signature: 'a' }),
    JSON.stringify({
      type: 'content_block_delta',
      index: 0,
      other: 1,
      delta: { type: 'text_delta', text: 'a' },
    }),
  ])('does not learn from %s', (data) => {
    expect(remember(data).read(data)).toBeUndefined();
  });
});
