import { describe, expect, it } from 'vitest';

import { WordWrapper } from './word-wrapper.ts';

function wrap(width: number, ...parts: readonly string[]): string {
  const wrapper = new WordWrapper(() => width);
  return parts.map((part) => wrapper.push(part)).join('') + wrapper.flush();
}

describe('WordWrapper', () => {
  it('wraps between words, wherever the text is split', () => {
    const text = 'The quick brown fox jumps over the lazy dog';
    const wrapped = 'The quick\nbrown fox\njumps over\nthe lazy\ndog';
    expect(wrap(10, text)).toBe(wrapped);
    expect(wrap(10, ...Array.from(text))).toBe(wrapped);
  });

  it('keeps line breaks, indents and spaces at the end', () => {
    expect(wrap(12, 'one\n  two\n\nthree ')).toBe('one\n  two\n\nthree ');
  });

  it('does not hold a text without spaces', () => {
    const wrapper = new WordWrapper(() => 80);
    expect(wrapper.push('這'.repeat(31))).toBe('這'.repeat(31));
  });

  it('holds the last word until it ends', () => {
    const wrapper = new WordWrapper(() => 80);
    expect(wrapper.push('Hello wor')).toBe('Hello');
    expect(wrapper.push('ld ')).toBe(' world');
    expect(wrapper.flush()).toBe(' ');
  });
});
