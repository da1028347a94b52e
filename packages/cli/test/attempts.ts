import type { Attempt, NextStep } from '@understudy/core';

/** A ledger: lines that follow each other, unless they say when they started. */
export function attemptsOf(...lines: readonly Partial<Attempt>[]): readonly Attempt[] {
  let now = 1_700_000_000_000;
  return lines.map((line, index) => {
    const attempt: Attempt = {
      number: index + 1,
      provider: 'lead',
      model: 'large',
      startedAt: now,
      outcome: 'succeeded',
      firstContentMs: undefined,
      totalMs: 0,
      requests: 1,
      error: undefined,
      ...line,
    };
    now = attempt.startedAt + (attempt.totalMs ?? 0);
    return attempt;
  });
}

/** A line that failed, and what came after it. */
export function failed(code: string, totalMs: number, next?: NextStep): Partial<Attempt> {
  return { outcome: 'failed', error: { code, message: 'as it happens' }, totalMs, next };
}

export function skipped(code: string): Partial<Attempt> {
  return { ...failed(code, 0), outcome: 'skipped', totalMs: undefined, requests: 0 };
}

export const fallback: NextStep = { kind: 'fallback', delayMs: 0 };
