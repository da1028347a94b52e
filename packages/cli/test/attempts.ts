import type { ErrorCode, Attempt, NextStep } from '@understudy/core';

/** Creates attempts. Each starts at the end of the previous one unless it has a `startedAt`. */
export function attemptsOf(...parts: readonly Partial<Attempt>[]): readonly Attempt[] {
  let now = 1_700_000_000_000;
  return parts.map((part, index) => {
    const attempt: Attempt = {
      number: index + 1,
      provider: 'primary',
      model: 'large',
      startedAt: now,
      outcome: 'succeeded',
      firstContentMs: undefined,
      totalMs: 0,
      requests: 1,
      error: undefined,
      ...part,
    };
    now = attempt.startedAt + (attempt.totalMs ?? 0);
    return attempt;
  });
}

export function failed(code: ErrorCode, totalMs: number, next?: NextStep): Partial<Attempt> {
  return { outcome: 'failed', error: { code, message: 'test error' }, totalMs, next };
}

export function skipped(code: ErrorCode): Partial<Attempt> {
  return { ...failed(code, 0), outcome: 'skipped', totalMs: undefined, requests: 0 };
}

export const fallback: NextStep = { kind: 'fallback', delayMs: 0 };
