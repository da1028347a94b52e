import type { Attempt } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import { formatColumns } from './columns.ts';
import { formatDuration } from './duration.ts';
import { printable } from './printable.ts';
import { paint } from './style.ts';

const headings = ['provider', 'model', 'first text', 'total', 'outcome'];
const alignments = ['left', 'left', 'right', 'right', 'left'] as const;

/** A line for each attempt; one that failed tells the code of its error. */
export function formatAttempts(attempts: readonly Attempt[], output: Output): string {
  const rows = attempts.map((attempt) => [
    attempt.provider,
    printable(attempt.model),
    formatDuration(attempt.firstContentMs),
    formatDuration(attempt.totalMs),
    formatOutcome(attempt, output),
  ]);
  const heading = headings.map((word) => paint('dim', word, output));
  return formatColumns(alignments, [heading, ...rows]);
}

function formatOutcome({ outcome, error }: Attempt, output: Output): string {
  switch (outcome) {
    case 'succeeded':
      return paint('green', outcome, output);
    case 'failed':
      return paint('red', error?.code ?? outcome, output);
    case 'skipped':
      return paint('yellow', error ? `skipped: ${error.code}` : outcome, output);
    case 'aborted':
    case 'running':
      return paint('yellow', outcome, output);
  }
}
