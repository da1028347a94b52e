import type { Attempt } from '@understudy/core';

import type { Output } from '../../cli-ports.ts';
import { formatColumns } from '../format-columns.ts';
import { formatDuration } from '../format-quantity.ts';
import { printable } from '../printable.ts';
import { describeNext, describeOutcome } from './describe-attempt.ts';
import { formatTimeline } from './format-timeline.ts';

/** Formats the attempts of a chat: a timeline on a terminal, a plain table elsewhere. */
export function formatAttempts(attempts: readonly Attempt[], output: Output): string {
  return output.isTTY === true ? formatTimeline(attempts, output) : formatTable(attempts);
}

const headings = ['#', 'provider', 'model', 'first text', 'total', 'outcome'];
const alignments = ['right', 'left', 'left', 'right', 'right', 'left'] as const;

/** Does not shorten names, because programs may read the table. */
function formatTable(attempts: readonly Attempt[]): string {
  const rows = attempts.map((attempt) => [
    String(attempt.number),
    attempt.provider,
    printable(attempt.model),
    formatDuration(attempt.firstContentMs),
    formatDuration(attempt.totalMs),
    describeOutcome(attempt).text + describeNext(attempt),
  ]);
  return formatColumns(alignments, [headings, ...rows]);
}
