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

/** Shorter than this is no wait: times of day are whole milliseconds. */
const shortestWaitMs = 2;

/** What came after an attempt: ` → retry in 180 ms`, ` → fallback`, or nothing. */
export function describeNext(attempt: Attempt, attempts: readonly Attempt[]): string {
  const { provider, model, startedAt, totalMs = 0, outcome } = attempt;
  const next = attempts.find((one) => one.attempt > attempt.attempt && one.outcome !== 'skipped');
  if (!next || outcome === 'skipped') return '';
  const same = next.provider === provider && next.model === model;
  const waited = next.startedAt - startedAt - totalMs;
  const wait = waited < shortestWaitMs ? '' : ` in ${formatDuration(waited)}`;
  return ` → ${same ? 'retry' : 'fallback'}${wait}`;
}
