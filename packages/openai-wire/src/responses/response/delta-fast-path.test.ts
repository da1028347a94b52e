import type { JsonObject } from '@understudy/core/provider';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DeltaFastPath } from './delta-fast-path.ts';

function encode(number: number, delta: string, fields: JsonObject = {}): string {
  return JSON.stringify({
    type: 'response.output_text.delta',
    sequence_number: number,
    item_id: 'msg_1',
    output_index: 2,
    content_index: 1,
    delta,
    logprobs: [],
    ...fields,
  });
}

/** Returns what the path reads of the second event after it has seen the first. */
function readAfter(first: string, second: string): JsonObject | undefined {
  const path = new DeltaFastPath();
  path.remember(first, JSON.parse(first));
  return path.read(second);
}

describe('DeltaFastPath', () => {
  it('reads the text of a delta with another number and other padding', () => {
    const first = encode(9, 'Te', { obfuscation: 'ab"c' });
    expect(readAfter(first, encode(10, 'al.', { obfuscation: '' }))).toEqual({
      type: 'response.output_text.delta',
      item_id: 'msg_1',
      output_index: 2,
      content_index: 1,
      delta: 'al.',
    });
  });

  it('reads every text, as JSON.parse does', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(readAfter(encode(1, one), encode(25, other))?.delta).toBe(other);
      }),
    );
  });

  it('reads only text with every padding, as JSON.parse does', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, texts, (text, obfuscation) => {
        const second = encode(2, text, { obfuscation });
        const read = readAfter(encode(1, 'Te', { obfuscation: 'x' }), second);
        expect([undefined, text]).toContain(read?.delta);
      }),
    );
  });

  it('does not read fields in another order', () => {
    const reverse = (data: string): string =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(data)).toReversed()));
    expect(readAfter(reverse(encode(1, 'a')), reverse(encode(2, 'b')))).toBeUndefined();
  });

  it('reads a text that looks like a field', () => {
    const text = '","delta":"x","sequence_number":5,"obfuscation":"y\\';
    expect(readAfter(encode(1, text), encode(2, text))?.delta).toBe(text);
  });

  it.each([
    ['another item', encode(2, 'a', { item_id: 'msg_2' })],
    ['another index', encode(2, 'a', { output_index: 3 })],
    ['log probabilities', encode(2, 'a', { logprobs: [{ token: 'a' }] })],
    ['another type', encode(2, 'a', { type: 'response.refusal.delta' })],
    ['another field', encode(2, 'a', { other: 1 })],
    ['a text that is cut', encode(2, 'a').slice(0, -20)],
    ['a number that is none', encode(2, 'a').replace(':2,', ':x,')],
    ['an invalid escape', encode(2, 'ab').replace('ab', String.raw`\q`)],
    ['something after it', `${encode(2, 'a')} `],
    ['padding without an end', encode(2, 'a', { obfuscation: 'x' }).slice(0, -2)],
    ['an empty text', ''],
  ])('does not read an event with %s', (_, second) => {
    expect(readAfter(encode(1, 'Te'), second)).toBeUndefined();
  });

  it.each([
    ['log probabilities', encode(1, 'a', { logprobs: [{ delta: 'a' }] })],
    ['an unknown field', encode(1, 'a', { other: { delta: 'a' } })],
    ['a text that is none', encode(1, 'a').replace('"a"', '5')],
  ])('keeps no event with %s', (_, first) => {
    expect(readAfter(first, first)).toBeUndefined();
  });

  it('stops after several events that differ', () => {
    const path = new DeltaFastPath();
    for (let number = 0; number < 20; number += 1) {
      const data = encode(number, 'a', { item_id: `msg_${number}` });
      expect(path.read(data)).toBeUndefined();
      path.remember(data, JSON.parse(data));
    }
    expect(path.read(encode(20, 'a', { item_id: 'msg_19' }))).toBeUndefined();
  });
});
