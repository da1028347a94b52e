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
])('finds the names similar to %j', (name, similar) => {
  expect(findSimilarNames(name, known)).toEqual(similar);
});

it('does not find names without a character in common', () => {
  expect(findSimilarNames('', ['o3', 'o1'])).toEqual([]);
  expect(findSimilarNames('xy', ['o3', 'x3'])).toEqual(['x3']);
});

it('returns at most three names, the most similar first', () => {
  expect(findSimilarNames('abc', ['abx', 'abc1', 'abc', 'xbc', 'abd'])).toEqual([
    'abc',
    'abx',
    'abc1',
  ]);
});

it('is fast for a name of a million characters', () => {
  expect(findSimilarNames('a'.repeat(1_000_000), known)).toEqual([]);
});
