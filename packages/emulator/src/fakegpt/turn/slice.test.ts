import { describe, expect, it } from 'vitest';

import { sliceAt, sliceAtLimit } from './slice.ts';

describe('sliceAtLimit', () => {
  it('returns a complete response that fits', () => {
    expect(sliceAtLimit('abc', 3)).toEqual({ text: 'abc', remaining: undefined });
  });

  it('slices at the limit and does not split a surrogate pair', () => {
    expect(sliceAtLimit('abcd', 3)).toEqual({ text: 'abc', remaining: 'd' });
    expect(sliceAtLimit('ab😀d', 3)).toEqual({ text: 'ab😀', remaining: 'd' });
  });
});

describe('sliceAt', () => {
  it('slices in the middle and always returns a remaining text', () => {
    expect(sliceAt('abcd')).toEqual({ text: 'ab', remaining: 'cd' });
    expect(sliceAt('')).toEqual({ text: '', remaining: '' });
    expect(sliceAt('ab', 9)).toEqual({ text: 'ab', remaining: '' });
  });
});
