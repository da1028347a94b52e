import { describe, expect, it } from 'vitest';

import { findInvalidHeader } from './header-syntax.ts';

describe('findInvalidHeader', () => {
  it('accepts tabs, spaces and U+0080 to U+00FF', () => {
    expect(findInvalidHeader({ 'x-a': 'a\tb c', 'x-b': 'é\xFF', 'x-c': '' })).toBeUndefined();
    expect(findInvalidHeader({})).toBeUndefined();
  });

  it.each(['\n', '\r', '\0', '\x1F', '\x7F', '\u0100', '\u2028', '😀'])(
    'rejects a value with %j',
    (character) => {
      expect(findInvalidHeader({ 'x-key': `value${character}` })).toBe('x-key');
    },
  );

  it('rejects invalid names', () => {
    expect(findInvalidHeader({ 'x-a': 'a', 'x b': 'b' })).toBe('x b');
    expect(findInvalidHeader({ 'x-a': 'a', '': 'b' })).toBe('');
  });
});
