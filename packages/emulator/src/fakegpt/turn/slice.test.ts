import { describe, expect, it } from 'vitest';

import { cutPortion, takePortion } from './slice.ts';

describe('takePortion', () => {
  it('takes the whole of what has room', () => {
    expect(takePortion('abc', 3)).toEqual({ said: 'abc', rest: undefined });
  });

  it('cuts at the limit, not inside a surrogate pair', () => {
    expect(takePortion('abcd', 3)).toEqual({ said: 'abc', rest: 'd' });
    expect(takePortion('ab😀d', 3)).toEqual({ said: 'ab😀', rest: 'd' });
  });
});

describe('cutPortion', () => {
  it('cuts in the middle, and always leaves a rest to ask for', () => {
    expect(cutPortion('abcd')).toEqual({ said: 'ab', rest: 'cd' });
    expect(cutPortion('')).toEqual({ said: '', rest: '' });
    expect(cutPortion('ab', 9)).toEqual({ said: 'ab', rest: '' });
  });
});
