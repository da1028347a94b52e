import { expect, it } from 'vitest';

import { defaultTimeouts, resolveTimeouts } from './resolve-timeouts.ts';

it('limits go over limits, the last before all', () => {
  const outer = { idleMs: 1, headersMs: 2 };
  expect(resolveTimeouts(defaultTimeouts, outer, undefined, { idleMs: 3 })).toEqual({
    ...defaultTimeouts,
    idleMs: 3,
    headersMs: 2,
  });
});

it('what is not set stays', () => {
  expect(resolveTimeouts(defaultTimeouts)).toEqual(defaultTimeouts);
  expect(resolveTimeouts(defaultTimeouts, undefined, {})).toEqual(defaultTimeouts);
});
