import type { Attempt } from '@understudy/core';

import { formatDuration } from '../format-quantity.ts';
import type { Style } from '../paint.ts';

export interface StyledOutcome {
  readonly text: string;
  readonly style: Style;
}

/** Describes how an attempt ended: `succeeded`, an error code, `skipped: circuit-open`. */
export function describeOutcome({ outcome, error }: Attempt): StyledOutcome {
  switch (outcome) {
    case 'succeeded':
      return { text: outcome, style: 'green' };
    case 'failed':
      return { text: error?.code ?? outcome, style: 'red' };
    case 'skipped':
      return { text: error ? `skipped: ${error.code}` : outcome, style: 'yellow' };
    case 'aborted':
    case 'outpaced':
    case 'running':
      return { text: outcome, style: 'yellow' };
  }
}

/** Describes what follows an attempt: ` → retry in 180 ms`, ` → fallback`, or an empty string. */
export function describeNext({ next }: Attempt): string {
  if (!next) return '';
  const delay = next.delayMs < 0.5 ? '' : ` in ${formatDuration(next.delayMs)}`;
  return ` → ${next.kind}${delay}`;
}
