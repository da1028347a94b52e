import { expect, it } from 'vitest';

import { StringOutput } from '../../../test/string-output.ts';
import { wrapWords } from './wrap-words.ts';

const words = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';

it('breaks between words at the width of the terminal', () => {
  expect(wrapWords(`${words} fifteen`, new StringOutput('terminal'))).toBe(`${words}\nfifteen`);
});

it('leaves out the margin', () => {
  expect(wrapWords(words, new StringOutput('terminal'), 10)).toBe(
    words.replace(' thirteen', '\nthirteen'),
  );
});

it('does not break a word that is longer than the line', () => {
  const word = 'x'.repeat(100);
  expect(wrapWords(`a ${word} b`, new StringOutput('terminal'))).toBe(`a\n${word}\nb`);
});

it('does not wrap for a pipe', () => {
  expect(wrapWords(`${words} ${words}`, new StringOutput())).toBe(`${words} ${words}`);
});

it('keeps the lines of a list and indents continuation lines', () => {
  expect(wrapWords(`Two:\n  1. ${words}\n  2. x`, new StringOutput('terminal'))).toBe(
    `Two:\n  1. ${words.replace(' fourteen', '\n     fourteen')}\n  2. x`,
  );
});

it('does not break between a number and its unit', () => {
  const start = words.replace(' fourteen', '');
  expect(wrapWords(`${start} 250 ms`, new StringOutput('terminal'))).toBe(`${start} 250 ms`);
  expect(wrapWords(`${start} xxx 250 ms`, new StringOutput('terminal'))).toBe(
    `${start} xxx\n250 ms`,
  );
});

it('counts two columns for a wide character', () => {
  const korean = Array.from({ length: 16 }, () => '안녕').join(' ');
  expect(wrapWords(`${korean} 안녕`, new StringOutput('terminal'))).toBe(`${korean}\n안녕`);
});
