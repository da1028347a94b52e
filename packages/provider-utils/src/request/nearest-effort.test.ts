import { describe, expect, it } from 'vitest';

import { nearestEffort } from './nearest-effort.ts';

describe('nearestEffort', () => {
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
    expect(nearestEffort(effort, accepted)).toBe(nearest);
  });
});
