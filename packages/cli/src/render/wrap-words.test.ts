import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { wrapWords } from './wrap-words.ts';

const words = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';

it('breaks between words where a terminal ends', () => {
  expect(wrapWords(`${words} fifteen`, new StringOutput('terminal'))).toBe(`${words}\nfifteen`);
});

it('keeps clear of the margin', () => {
  expect(wrapWords(words, new StringOutput('terminal'), 10)).toBe(
    words.replace(' thirteen', '\nthirteen'),
  );
});

it('leaves a word alone that is longer than the line', () => {
  const word = 'x'.repeat(100);
  expect(wrapWords(`a ${word} b`, new StringOutput('terminal'))).toBe(`a\n${word}\nb`);
});

it('leaves a pipe its long lines', () => {
  expect(wrapWords(`${words} ${words}`, new StringOutput())).toBe(`${words} ${words}`);
});

it('keeps the lines of a list, and hangs what follows below its item', () => {
  expect(wrapWords(`Two:\n  1. ${words}\n  2. x`, new StringOutput('terminal'))).toBe(
    `Two:\n  1. ${words.replace(' fourteen', '\n     fourteen')}\n  2. x`,
  );
});
