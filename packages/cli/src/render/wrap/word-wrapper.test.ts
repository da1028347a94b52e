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
    expect(wrapper.push('ก'.repeat(31))).toBe('ก'.repeat(31));
  });

  it('holds the last word until it ends', () => {
    const wrapper = new WordWrapper(() => 80);
    expect(wrapper.push('Hello wor')).toBe('Hello');
    expect(wrapper.push('ld ')).toBe(' world');
    expect(wrapper.flush()).toBe(' ');
  });

  it('counts the columns of wide characters and of no combining mark', () => {
    expect(wrap(10, '안녕 세상 안녕')).toBe('안녕 세상\n안녕');
    expect(wrap(10, '👍👍 👍👍 👍👍')).toBe('👍👍 👍👍\n👍👍');
    expect(wrap(10, '👩‍👩‍👧‍👦 🇫🇷 👍🏽 ok')).toBe('👩‍👩‍👧‍👦 🇫🇷 👍🏽\nok');
    expect(wrap(10, 'e\u0301te\u0301 cafe\u0301 e\u0301te\u0301')).toBe(
      'e\u0301te\u0301 cafe\u0301\ne\u0301te\u0301',
    );
  });

  it('wraps between ideographs, and keeps their punctuation with them', () => {
    const wrapped = '漢字かな文\n字です。日\n本語。';
    expect(wrap(10, '漢字かな文字です。日本語。')).toBe(wrapped);
    expect(wrap(10, ...Array.from('漢字かな文字です。日本語。'))).toBe(wrapped);
    expect(wrap(10, '漢字「かな」文字')).toBe('漢字「か\nな」文字');
    expect(wrap(10, '漢字 is 漢字word x')).toBe('漢字 is 漢\n字word x');
  });

  it('holds the last word of a long part', () => {
    const text = 'a part with more than thirty characters, and with half a wo';
    expect(wrap(60, text, 'rd')).toBe(`${text.slice(0, -3)}\nword`);
  });

  it('holds only the last ideograph', () => {
    const wrapper = new WordWrapper(() => 80);
    expect(wrapper.push('漢字')).toBe('漢');
    expect(wrapper.push('です wor')).toBe('字です');
    expect(wrapper.flush()).toBe(' wor');
  });
});
