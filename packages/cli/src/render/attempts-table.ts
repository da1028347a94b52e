import type { Attempt } from '@understudy/core';

import { describeEnd, describeNext } from './chat/describe-attempt.ts';
import { formatColumns } from './columns.ts';
import { formatDuration } from './format-quantity.ts';
import { printable } from './printable.ts';

const headings = ['#', 'provider', 'model', 'first text', 'total', 'outcome'];
const alignments = ['right', 'left', 'left', 'right', 'right', 'left'] as const;

/** A plain line for each attempt, however long. */
export function formatTable(attempts: readonly Attempt[]): string {
  const rows = attempts.map((attempt) => [
    String(attempt.number),
    attempt.provider,
    printable(attempt.model),
    formatDuration(attempt.firstContentMs),
    formatDuration(attempt.totalMs),
    describeEnd(attempt).word + describeNext(attempt),
  ]);
  return formatColumns(alignments, [headings, ...rows]);
}
