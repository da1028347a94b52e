import { expect, it } from 'vitest';

import { joinFallback } from './fallback-chain.ts';

it('is the model first, then those who step in, each with its flag', () => {
  expect(joinFallback('a/x', ['b/y', 'c/z'], '--model')).toMatchObject({
    targets: ['a/x', 'b/y', 'c/z'],
    flags: ['--model', '--fallback', '--fallback'],
  });
  expect(joinFallback(undefined, ['b/y'], '--model')).toMatchObject({
    targets: ['b/y'],
    flags: ['--fallback'],
  });
});

it('is no chain where nobody steps in', () => {
  expect(joinFallback('a/x', [], '--model')).toBeUndefined();
});
