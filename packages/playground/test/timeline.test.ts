import type { Attempt } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { createAxis, createSegments } from '../page/state/timeline.ts';

const start = 1_000_000;

function attempt(fields: Partial<Attempt>): Attempt {
  return {
    number: 1,
    provider: 'openai',
    model: 'gpt-5-mini',
    startedAt: start,
    outcome: 'succeeded',
    firstContentMs: undefined,
    totalMs: undefined,
    requests: 1,
    error: undefined,
    ...fields,
  };
}

const failed = attempt({
  outcome: 'failed',
  totalMs: 300,
  next: { kind: 'retry', delayMs: 200 },
});
const running = attempt({ number: 2, startedAt: start + 500, outcome: 'running' });

describe('the axis', () => {
  it('starts with the first attempt or its queue, and ends after the last one and its pause', () => {
    expect(createAxis([failed], start)).toEqual({
      startedAt: start,
      lengthMs: 1000,
      ticks: [0, 200, 400, 600, 800, 1000],
    });
    const queued = attempt({ queuedMs: 400, totalMs: 1900 });
    expect(createAxis([queued, failed], start)).toMatchObject({
      startedAt: start - 400,
      lengthMs: 2500,
    });
  });

  it('grows with a running attempt, in steps', () => {
    const lengths = [600, 1300, 1400, 61_000].map(
      (elapsed) => createAxis([failed, running], start + elapsed).lengthMs,
    );
    expect(lengths).toEqual([1000, 1500, 1500, 75_000]);
  });
});

describe('the parts of a bar', () => {
  const axis = createAxis([failed, running], start + 900);

  it('are the wait, the stream and the pause', () => {
    expect(createSegments(failed, axis, start + 900)).toEqual([
      { kind: 'waiting', fromMs: 0, toMs: 300 },
      { kind: 'pause', fromMs: 300, toMs: 500 },
    ]);
    const streamed = attempt({ firstContentMs: 100, totalMs: 250, queuedMs: 50 });
    expect(createSegments(streamed, createAxis([streamed], start), start)).toEqual([
      { kind: 'queued', fromMs: 0, toMs: 50 },
      { kind: 'waiting', fromMs: 50, toMs: 150 },
      { kind: 'streaming', fromMs: 150, toMs: 300 },
    ]);
    const broken = attempt({ outcome: 'failed', firstContentMs: 100, totalMs: 250 });
    expect(createSegments(broken, axis, start).at(-1)?.kind).toBe('failed');
  });

  it('of a running attempt end now', () => {
    expect(createSegments(running, axis, start + 900)).toEqual([
      { kind: 'waiting', fromMs: 500, toMs: 900 },
    ]);
    expect(createSegments(running, axis, start)).toEqual([]);
  });

  it('do not exist for a skipped target', () => {
    expect(createSegments(attempt({ outcome: 'skipped' }), axis, start + 900)).toEqual([]);
  });
});
