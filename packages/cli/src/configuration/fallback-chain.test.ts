import { expect, it } from 'vitest';

import { createFallbackChain } from './fallback-chain.ts';

it('is the model first, then those who step in, each with its flag', () => {
  expect(createFallbackChain('a/x', ['b/y', 'c/z'], '--model')).toMatchObject({
    targets: ['a/x', 'b/y', 'c/z'],
    flags: ['--model', '--fallback', '--fallback'],
  });
  expect(createFallbackChain(undefined, ['b/y'], '--model')).toMatchObject({
    targets: ['b/y'],
    flags: ['--fallback'],
  });
});

it('is no chain where nobody steps in', () => {
  expect(createFallbackChain('a/x', [], '--model')).toBeUndefined();
});
