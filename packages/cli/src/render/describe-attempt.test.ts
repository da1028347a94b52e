import { describe, expect, it } from 'vitest';

import { failed, ledgerOf, skipped } from '../../test/attempts.ts';
import { describeEnd, describeNext } from './describe-attempt.ts';

const tellAll = (attempts: ReturnType<typeof ledgerOf>): readonly string[] =>
  attempts.map((attempt) => describeEnd(attempt).word + describeNext(attempt, attempts));

describe('what came next', () => {
  it('is a fallback where another target was asked, a retry where the same was, after its wait', () => {
    const [first, second, third] = ledgerOf(
      failed('server-error', 40),
      { ...failed('overloaded', 30), provider: 'understudy' },
      { firstContentMs: 5, totalMs: 9 },
    );
    if (!first || !second || !third) throw new Error('three lines were made');
    const waited = { ...third, startedAt: third.startedAt + 180 };
    expect(tellAll([first, second, waited])).toEqual([
      'server-error → fallback',
      'overloaded → retry in 180 ms',
      'succeeded',
    ]);
  });

  it('tells no wait so short that a busy machine makes it', () => {
    const attempts = ledgerOf(failed('timeout', 40), { startedAt: 1_700_000_000_064, totalMs: 5 });
    expect(tellAll(attempts)).toEqual(['timeout → retry', 'succeeded']);
  });

  it('looks past targets that were passed over', () => {
    const attempts = ledgerOf(
      skipped('cooling-down'),
      failed('server-error', 40),
      { ...skipped('circuit-open'), provider: 'second' },
      { provider: 'third', totalMs: 50 },
    );
    expect(tellAll(attempts)).toEqual([
      'skipped: cooling-down',
      'server-error → fallback',
      'skipped: circuit-open',
      'succeeded',
    ]);
  });

  it('tells no wait when the clock of the day was set back', () => {
    const attempts = ledgerOf(failed('timeout', 40), { startedAt: 5, totalMs: 50 });
    expect(tellAll(attempts)).toEqual(['timeout → retry', 'succeeded']);
  });
});
