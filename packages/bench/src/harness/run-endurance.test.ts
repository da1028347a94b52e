import { describe, expect, it } from 'vitest';

import { evaluateEndurance } from './run-endurance.ts';

describe('evaluateEndurance', () => {
  it('compares the heap of the first and the last minute and finds the peak RSS', () => {
    const evaluation = evaluateEndurance([
      { rss: 200 },
      { rss: 200, heap: 100 },
      { rss: 250 },
      { rss: 210, heap: 104 },
    ]);
    expect(evaluation).toMatchObject({ firstHeap: 100, lastHeap: 104, peakRss: 250 });
    expect(evaluation.heapDrift).toBeCloseTo(0.04);
  });

  it('returns NaN if no sample contains the heap', () => {
    expect(evaluateEndurance([{ rss: 1 }]).heapDrift).toBeNaN();
  });
});
