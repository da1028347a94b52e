import { expect, it } from 'vitest';

import { judgeEndurance } from './run-endurance.ts';

it('compares the heap of the first minute with that of the last, and looks for the peak in all', () => {
  const judged = judgeEndurance([
    { rss: 200 },
    { rss: 200, heap: 100 },
    { rss: 250 },
    { rss: 210, heap: 104 },
  ]);
  expect(judged).toMatchObject({ firstHeap: 100, lastHeap: 104, peakRss: 250 });
  expect(judged.heapDrift).toBeCloseTo(0.04);
});

it('does not pass over a sample that should hold a heap and does not', () => {
  expect(judgeEndurance([{ rss: 1 }]).heapDrift).toBeNaN();
});
