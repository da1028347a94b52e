import { expect, it } from 'vitest';

import { padText, textWidth } from './text-width.ts';

it.each([
  ['model', 5],
  ['漢字', 4],
  ['👍🏽', 2],
  ['e\u0301', 1],
  ['a\tb', 3],
  ['', 0],
])('returns the columns of %j', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

it('pads a text to a number of columns', () => {
  expect(padText('漢字', 6)).toBe('漢字  ');
  expect(padText('model', 3)).toBe('model');
});
