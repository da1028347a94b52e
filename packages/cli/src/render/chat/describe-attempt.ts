import type { Attempt } from '@understudy/core';

import { formatDuration } from '../format-quantity.ts';
import type { Style } from '../paint.ts';

export interface StyledOutcome {
  readonly text: string;
  readonly style: Style;
}

/**
 * Describes how an attempt ended: `succeeded`, an error code, `skipped: circuit-open`. If the chat waited in a queue
 * before the attempt, the time comes first: `queued 1.20 s, succeeded`. An extra attempt of `hedge` is marked:
 * `hedge, succeeded`.
 */
export function describeOutcome(attempt: Attempt): StyledOutcome {
  const { text, style } = describeEnd(attempt);
  const { queuedMs, hedge } = attempt;
  const notes = [
    ...(queuedMs === undefined ? [] : [`queued ${formatDuration(queuedMs)}`]),
    ...(hedge ? ['hedge'] : []),
  ];
  return { text: [...notes, text].join(', '), style };
}

function describeEnd({ outcome, error }: Attempt): StyledOutcome {
  switch (outcome) {
    case 'succeeded':
      return { text: outcome, style: 'green' };
    case 'failed':
      return { text: error?.code ?? outcome, style: 'red' };
    case 'skipped':
      return { text: error ? `skipped: ${error.code}` : outcome, style: 'yellow' };
    case 'outpaced':
      return { text: 'outpaced by another attempt', style: 'yellow' };
    case 'aborted':
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
