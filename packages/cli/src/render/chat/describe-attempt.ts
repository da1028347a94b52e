import type { Attempt } from '@understudy/core';

import { formatDuration } from '../format-quantity.ts';
import type { Style } from '../style.ts';

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

/** What came after an attempt: ` → retry in 180 ms`, ` → fallback`, or nothing. */
export function describeNext({ next }: Attempt): string {
  if (!next) return '';
  const wait = next.delayMs < 0.5 ? '' : ` in ${formatDuration(next.delayMs)}`;
  return ` → ${next.kind}${wait}`;
}
