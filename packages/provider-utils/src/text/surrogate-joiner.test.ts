import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { SurrogateJoiner } from './surrogate-joiner.ts';

it('returns the complete text without half characters, for every split', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(100)), (text, cuts) => {
      const positions = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length];
      const edges = positions.toSorted((left, right) => left - right);
      const joiner = new SurrogateJoiner();
      const pieces = edges.map((edge, index) => joiner.add(text.slice(edges[index - 1], edge)));
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
      expect(pieces.join('') + joiner.flush()).toBe(text);
    }),
  );
});

it('returns a kept half once, with flush()', () => {
  const joiner = new SurrogateJoiner();
  expect(joiner.add('a\uD83D')).toBe('a');
  expect(joiner.add('')).toBe('');
  expect(joiner.flush()).toBe('\uD83D');
  expect(joiner.flush()).toBe('');
});
