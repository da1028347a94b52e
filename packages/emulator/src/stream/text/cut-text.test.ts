import { describe, expect, it } from 'vitest';

import { cutText } from './cut-text.ts';

describe('cutText', () => {
  it('cuts pieces of the given size, and a shorter last piece', () => {
    expect(cutText('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
  });

  it('does not split a surrogate pair', () => {
    expect(cutText('a😀😀b', 2)).toEqual(['a😀', '😀', 'b']);
    expect(cutText('😀😀', 1)).toEqual(['😀', '😀']);
  });

  it('returns no pieces for an empty text', () => {
    expect(cutText('', 4)).toEqual([]);
  });
});
