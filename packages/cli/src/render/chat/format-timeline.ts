import type { Attempt } from '@understudy/core';

import type { Output } from '../../cli-ports.ts';
import { formatColumns } from '../format-columns.ts';
import { formatDuration } from '../format-quantity.ts';
import { paint } from '../paint.ts';
import { printable } from '../printable.ts';
import { shorten } from '../wrap/shorten.ts';
import { terminalWidth } from '../wrap/terminal-width.ts';
import { textWidth } from '../wrap/text-width.ts';
import type { StyledOutcome } from './describe-attempt.ts';
import { describeNext, describeOutcome } from './describe-attempt.ts';
import type { AttemptBar } from './draw-bars.ts';
import { drawBars } from './draw-bars.ts';

const headings = ['#', 'target', 'time', 'first', 'total', 'outcome'] as const;
const alignments = ['right', 'left', 'left', 'right', 'right', 'left'] as const;
const gap = 2;
const maxBarWidth = 24;
/** Share of the bar in the space for target and bar. */
const barShare = 0.3;
/** Below this width for target and bar, the bar is omitted. */
const minWidthForBar = 22;
const minTargetWidth = 8;

/** The texts of a row before they are shortened and styled. */
interface Row {
  readonly number: string;
  readonly target: string;
  readonly first: string;
  readonly total: string;
  readonly outcome: StyledOutcome;
  readonly next: string;
}

/** Formats one line per attempt within the width of the terminal, with a bar if there is space. */
export function formatTimeline(attempts: readonly Attempt[], output: Output): string {
  const rows = attempts.map(toRow);
  const widths = fitWidths(rows, terminalWidth(output));
  const bars = widths.bar > 0 ? drawBars(attempts, widths.bar) : [];
  const cells = rows.map(({ number, target, first, total, outcome, next }, index) => [
    number,
    shorten(target, widths.target),
    paintBar(bars[index], outcome, output),
    first,
    total,
    paintOutcome(shorten(outcome.text + next, widths.outcome), outcome, output),
  ]);
  const heading = headings.map((word) => paint('dim', word, output));
  const columns = [0, 1, 2, 3, 4, 5].filter((column) => column !== 2 || widths.bar > 0);
  return formatColumns(
    columns.flatMap((column) => alignments[column] ?? []),
    [heading, ...cells].map((row) => columns.flatMap((column) => row[column] ?? [])),
  );
}

function toRow(attempt: Attempt): Row {
  const { provider, model, firstContentMs, totalMs } = attempt;
  return {
    number: String(attempt.number),
    target: `${provider}/${printable(model)}`,
    first: formatDuration(firstContentMs),
    total: formatDuration(totalMs),
    outcome: describeOutcome(attempt),
    next: describeNext(attempt),
  };
}

interface Widths {
  readonly target: number;
  readonly bar: number;
  readonly outcome: number;
}

/** Durations and outcomes get the width they need. Target and bar share the remaining width. */
function fitWidths(rows: readonly Row[], width: number): Widths {
  const [number, , , first, total, heading] = headings;
  const durations =
    maxWidth([number, ...rows.map((row) => row.number)]) +
    maxWidth([first, ...rows.map((row) => row.first)]) +
    maxWidth([total, ...rows.map((row) => row.total)]);
  const fullOutcome = maxWidth([heading, ...rows.map((row) => row.outcome.text + row.next)]);
  const remaining = width - durations - gap * 4;
  // On a very narrow terminal the outcome is shortened too.
  const outcome = Math.min(fullOutcome, Math.max(remaining - minTargetWidth, minTargetWidth));
  const shared = remaining - outcome;
  const fullTarget = maxWidth(rows.map((row) => row.target));
  if (shared < minWidthForBar) {
    return { target: Math.max(shared, minTargetWidth), bar: 0, outcome };
  }
  const besideTarget = Math.min(shared - gap - fullTarget, maxBarWidth);
  const bar = Math.max(besideTarget, Math.floor(shared * barShare));
  return { target: shared - gap - bar, bar, outcome };
}

function maxWidth(cells: readonly string[]): number {
  return Math.max(...cells.map(textWidth));
}

function paintOutcome(cell: string, { text, style }: StyledOutcome, output: Output): string {
  const [outcome, next] = [cell.slice(0, text.length), cell.slice(text.length)];
  return paint(style, outcome, output) + paint('dim', next, output);
}

function paintBar(bar: AttemptBar | undefined, { style }: StyledOutcome, output: Output): string {
  if (!bar) return '';
  const { before, queued, waiting, streaming, mark } = bar;
  return before + paint('dim', queued + waiting, output) + paint(style, streaming + mark, output);
}
