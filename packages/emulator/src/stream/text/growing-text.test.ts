import { describe, expect, it } from 'vitest';

import { GrowingText } from './growing-text.ts';

const options = { charactersPerSnapshot: 3, escapeNonAscii: true };

function readAll(text: GrowingText): readonly string[] {
  return [...text.grow(0, text.count)].map((escaped) => JSON.parse(`"${escaped}"`));
}

describe('GrowingText', () => {
  it('returns prefixes from the empty to the complete text', () => {
    expect(readAll(new GrowingText('abcdefg', 0, options))).toEqual([
      '',
      'abc',
      'abcdef',
      'abcdefg',
    ]);
  });

  it('starts with the given prefix', () => {
    expect(readAll(new GrowingText('abcdefg', 5, options))).toEqual(['abcde', 'abcdefg']);
  });

  it('escapes control characters, quotes and characters outside ASCII', () => {
    const text = 'q"\n\\ Привет 😀 end';
    const growing = new GrowingText(text, 0, options);
    expect(readAll(growing).at(-1)).toBe(text);
    const last = [...growing.grow(0, growing.count)].at(-1);
    expect(last).toMatch(/^[ -~]*$/u);
    expect(last).toContain(String.raw`\ud83d\ude00`);
  });

  it('does not escape characters outside ASCII if escapeNonAscii is false', () => {
    const plain = new GrowingText('да', 0, { ...options, escapeNonAscii: false });
    expect([...plain.grow(1, 2)]).toEqual(['да']);
  });

  it('returns the unescaped prefixes', () => {
    const text = new GrowingText('да"нет', 0, options);
    expect([text.textAt(0), text.textAt(1), text.textAt(2)]).toEqual(['', 'да"', 'да"нет']);
  });
});
