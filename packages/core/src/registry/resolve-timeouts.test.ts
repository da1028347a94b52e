import { describe, expect, it } from 'vitest';

import { defaultTimeouts, resolveTimeouts } from './resolve-timeouts.ts';

describe('resolveTimeouts', () => {
  it('prefers later changes', () => {
    const outer = { idleMs: 1, headersMs: 2 };
    expect(resolveTimeouts(defaultTimeouts, outer, undefined, { idleMs: 3 })).toEqual({
      ...defaultTimeouts,
      idleMs: 3,
      headersMs: 2,
    });
  });

  it('keeps values that are not set', () => {
    expect(resolveTimeouts(defaultTimeouts)).toEqual(defaultTimeouts);
    expect(resolveTimeouts(defaultTimeouts, undefined, {})).toEqual(defaultTimeouts);
  });
});
