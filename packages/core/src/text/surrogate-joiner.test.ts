import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { SurrogateJoiner } from './surrogate-joiner.ts';

it('gives out what it was given, and no half of a character, however it was cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(100)), (text, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length];
      const edges = places.toSorted((left, right) => left - right);
      const characters = new SurrogateJoiner();
      const given = edges.map((edge, index) => characters.add(text.slice(edges[index - 1], edge)));
      expect(given.every((piece) => piece.isWellFormed())).toBe(true);
      expect(given.join('') + characters.flush()).toBe(text);
    }),
  );
});

it('keeps a half until the rest is asked for, and then tells it once', () => {
  const characters = new SurrogateJoiner();
  expect(characters.add('a\uD83D')).toBe('a');
  expect(characters.add('')).toBe('');
  expect(characters.flush()).toBe('\uD83D');
  expect(characters.flush()).toBe('');
});
