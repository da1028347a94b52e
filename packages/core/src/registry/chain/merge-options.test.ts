import { describe, expect, it } from 'vitest';

import { defaultTimeouts } from './default-options.ts';
import { mergeOptions } from './merge-options.ts';

describe('mergeOptions', () => {
  it('prefers later changes', () => {
    const outer = { idleMs: 1, headersMs: 2 };
    expect(mergeOptions(defaultTimeouts, outer, undefined, { idleMs: 3 })).toEqual({
      ...defaultTimeouts,
      idleMs: 3,
      headersMs: 2,
    });
  });

  it('keeps values that are not set', () => {
    expect(mergeOptions(defaultTimeouts)).toEqual(defaultTimeouts);
    expect(mergeOptions(defaultTimeouts, undefined, {})).toEqual(defaultTimeouts);
  });
});
