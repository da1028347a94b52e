import { describe, expect, it } from 'vitest';

import { createDraw } from './latency-plan.ts';

const plan = { seed: 1, minMs: 40, maxMs: 60, slowShare: 0.05, slowFactor: 20 };

function draw(seed: number): readonly number[] {
  const drawMs = createDraw({ ...plan, seed });
  return Array.from({ length: 10_000 }, drawMs);
}

describe('createDraw', () => {
  it('draws the times within their bounds, and the share of slow requests', () => {
    const times = draw(1);
    const fast = times.filter((ms) => ms >= 40 && ms < 60);
    const slow = times.filter((ms) => ms >= 800 && ms < 1200);
    expect(fast.length + slow.length).toBe(times.length);
    expect(slow.length).toBeGreaterThan(450);
    expect(slow.length).toBeLessThan(550);
  });

  it('draws the same times for the same seed', () => {
    expect(draw(2)).toEqual(draw(2));
    expect(draw(2)).not.toEqual(draw(3));
  });
});
