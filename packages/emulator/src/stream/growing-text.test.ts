import { describe, expect, it } from 'vitest';

import { GrowingText } from './growing-text.ts';

const cut = { charactersPerSnapshot: 3, escapeNonAscii: true };

function readAll(text: GrowingText): readonly string[] {
  return [...text.grow(0, text.count)].map((escaped) => JSON.parse(`"${escaped}"`));
}

describe('GrowingText', () => {
  it('grows from nothing to the whole', () => {
    expect(readAll(new GrowingText('abcdefg', 0, cut))).toEqual(['', 'abc', 'abcdef', 'abcdefg']);
  });

  it('begins with what was there already', () => {
    expect(readAll(new GrowingText('abcdefg', 5, cut))).toEqual(['abcde', 'abcdefg']);
  });

  it('escapes what JSON must and what is not ASCII, whatever the cut', () => {
    const text = 'q"\n\\ Привет 😀 end';
    const growing = new GrowingText(text, 0, cut);
    expect(readAll(growing).at(-1)).toBe(text);
    const last = [...growing.grow(0, growing.count)].at(-1);
    expect(last).toMatch(/^[ -~]*$/u);
    expect(last).toContain(String.raw`\ud83d\ude00`);
  });

  it('leaves characters as they are when asked', () => {
    const plain = new GrowingText('да', 0, { ...cut, escapeNonAscii: false });
    expect([...plain.grow(1, 2)]).toEqual(['да']);
  });

  it('knows its text at each length', () => {
    const text = new GrowingText('да"нет', 0, cut);
    expect([text.textAt(0), text.textAt(1), text.textAt(2)]).toEqual(['', 'да"', 'да"нет']);
  });
});
