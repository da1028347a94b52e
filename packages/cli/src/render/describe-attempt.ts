import type { Attempt } from '@understudy/core';

import { formatDuration } from './duration.ts';
import type { Style } from './style.ts';

/** How an attempt ended, in a word. */
export interface AttemptEnd {
  readonly word: string;
  readonly style: Style;
}

export function describeEnd({ outcome, error }: Attempt): AttemptEnd {
  switch (outcome) {
    case 'succeeded':
      return { word: outcome, style: 'green' };
    case 'failed':
      return { word: error?.code ?? outcome, style: 'red' };
    case 'skipped':
      return { word: error ? `skipped: ${error.code}` : outcome, style: 'yellow' };
    case 'aborted':
    case 'running':
      return { word: outcome, style: 'yellow' };
  }
}

/** Shorter than this is no wait: a busy machine takes as long to go on. */
const shortestWaitMs = 25;

/**
 * What came after an attempt: ` → retry in 180 ms` where a target was asked again, ` → fallback`, or
 * nothing.
 */
export function describeNext(attempt: Attempt, attempts: readonly Attempt[]): string {
  const { startedAt, totalMs = 0, outcome } = attempt;
  const tried = attempts.filter((one) => one.outcome !== 'skipped');
  const next = tried.find((one) => one.attempt > attempt.attempt);
  if (!next || outcome === 'skipped') return '';
  const again = tried.some((one) => one.attempt < next.attempt && haveOneTarget(one, next));
  const waited = next.startedAt - startedAt - totalMs;
  const wait = waited < shortestWaitMs ? '' : ` in ${formatDuration(waited)}`;
  return ` → ${again ? 'retry' : 'fallback'}${wait}`;
}

function haveOneTarget(one: Attempt, other: Attempt): boolean {
  return one.provider === other.provider && one.model === other.model;
}
