import { describe, expect, it } from 'vitest';

import { findNearestEffort } from './reasoning-effort.ts';

describe('findNearestEffort', () => {
  it.each([
    ['medium', ['low', 'medium', 'high'], 'medium'],
    ['medium', ['low', 'high'], 'low'],
    ['max', ['low', 'high'], 'high'],
    ['minimal', ['low', 'high'], 'low'],
    ['low', ['high'], 'high'],
    ['none', ['none', 'low'], 'none'],
    ['none', ['low', 'high'], 'low'],
    ['minimal', ['none', 'low'], 'low'],
    ['high', [], undefined],
  ] as const)('of %s in %j is %s', (effort, accepted, nearest) => {
    expect(findNearestEffort(effort, accepted)).toBe(nearest);
  });
});
