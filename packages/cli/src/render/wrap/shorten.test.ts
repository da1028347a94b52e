import { describe, expect, it } from 'vitest';

import { shorten } from './shorten.ts';

describe('shorten', () => {
  it.each([
    [5, 'model'],
    [4, 'mod…'],
    [1, '…'],
    [0, '…'],
  ])('to %i columns returns %s', (width, text) => {
    expect(shorten('model', width)).toBe(text);
  });

  it.each([
    [4, '漢字', '漢字'],
    [3, '漢字', '漢…'],
    [2, '漢字', '…'],
    [3, '👍👍', '👍…'],
    [2, '👍👍', '…'],
    [3, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦…'],
    [2, 'e\u0301e\u0301e\u0301', 'e\u0301…'],
    [3, 'e\u0301e\u0301e\u0301', 'e\u0301e\u0301e\u0301'],
  ])('to %i columns cuts %s between characters', (width, text, shortened) => {
    expect(shorten(text, width)).toBe(shortened);
  });
});
