import { expect, it } from 'vitest';

import { findSimilarNames } from './similar-names.ts';

const known = ['openai', 'openrouter', 'anthropic', 'fakegpt'];

it.each([
  ['opena', ['openai']],
  ['OpenAI', ['openai']],
  ['fakegtp', ['fakegpt']],
  ['antropic', ['anthropic']],
  ['mistral', []],
  ['', []],
])('finds what %j may have meant', (name, near) => {
  expect(findSimilarNames(name, known)).toEqual(near);
});

it('puts the nearest first, and gives three at most', () => {
  expect(findSimilarNames('abc', ['abx', 'abc1', 'abc', 'xbc', 'abd'])).toEqual([
    'abc',
    'abx',
    'abc1',
  ]);
});

it('stays quick for a name of a million letters', () => {
  expect(findSimilarNames('a'.repeat(1_000_000), known)).toEqual([]);
});
