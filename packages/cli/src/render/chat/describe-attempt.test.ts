import { expect, it } from 'vitest';

import { failed, fallback, attemptsOf, skipped } from '../../../test/attempts.ts';
import { describeNext, describeOutcome } from './describe-attempt.ts';

it('describes the outcome of an attempt and the next step with its delay', () => {
  const attempts = attemptsOf(
    skipped('cooling-down'),
    failed('server-error', 40, fallback),
    failed('overloaded', 30, { kind: 'retry', delayMs: 180.4 }),
    failed('timeout', 30, { kind: 'retry', delayMs: 0.3 }),
    failed('rate-limited', 30, { kind: 'fallback', delayMs: 2000 }),
    failed('blocked', 30),
    { outcome: 'aborted' },
    { outcome: 'outpaced' },
    { ...failed('overloaded', 30, fallback), queuedMs: 1200 },
    { totalMs: 50, hedge: true },
    { totalMs: 50 },
  );
  expect(attempts.map((attempt) => describeOutcome(attempt).text + describeNext(attempt))).toEqual([
    'skipped: cooling-down',
    'server-error → fallback',
    'overloaded → retry in 180 ms',
    'timeout → retry',
    'rate-limited → fallback in 2.00 s',
    'blocked',
    'aborted',
    'outpaced by another attempt',
    'queued 1.20 s, overloaded → fallback',
    'hedge, succeeded',
    'succeeded',
  ]);
});
