import { describe, expect, it } from 'vitest';

import { measureWork } from './measure-work.ts';

describe('measureWork', () => {
  it('counts allocated bytes that were collected before the end', async () => {
    const arrays = 100_000;
    const bytesOfEach = 8 * 1000;
    const pattern = Array.from({ length: 1000 }, (_, index) => index);
    let kept: readonly number[] = [];
    const { allocatedBytes } = await measureWork(async () => {
      for (let count = 0; count < arrays; count += 1) kept = Array.from(pattern);
    });
    expect(kept).toHaveLength(1000);
    expect(allocatedBytes / arrays).toBeGreaterThan(bytesOfEach);
    expect(allocatedBytes / arrays).toBeLessThan(bytesOfEach * 1.1);
  });
});
