import { describe, expect, it } from 'vitest';

import { cutText } from './cut-text.ts';

describe('cutText', () => {
  it('cuts pieces of the size asked for, and a shorter last one', () => {
    expect(cutText('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
  });

  it('never cuts a surrogate pair', () => {
    expect(cutText('a😀😀b', 2)).toEqual(['a😀', '😀', 'b']);
    expect(cutText('😀😀', 1)).toEqual(['😀', '😀']);
  });

  it('gives no piece of an empty text', () => {
    expect(cutText('', 4)).toEqual([]);
  });
});
