import { expect, it } from 'vitest';

import { createFallbackChain } from './fallback-chain.ts';

it('contains the model and then the fallback targets, each with its flag', () => {
  expect(createFallbackChain('a/x', ['b/y', 'c/z'], '--model')).toMatchObject({
    targets: ['a/x', 'b/y', 'c/z'],
    flags: ['--model', '--fallback', '--fallback'],
  });
  expect(createFallbackChain(undefined, ['b/y'], '--model')).toMatchObject({
    targets: ['b/y'],
    flags: ['--fallback'],
  });
});

it('is undefined without fallback targets', () => {
  expect(createFallbackChain('a/x', [], '--model')).toBeUndefined();
});
