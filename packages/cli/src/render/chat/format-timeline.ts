import type { Attempt } from '@understudy/core';

import type { Output } from '../../cli-ports.ts';
import { formatColumns } from '../columns.ts';
import { formatDuration } from '../format-quantity.ts';
import { printable } from '../printable.ts';
import { shorten } from '../shorten.ts';
import { paint } from '../style.ts';
import { widthOf } from '../width.ts';
import type { AttemptEnd } from './describe-attempt.ts';
import { describeEnd, describeNext } from './describe-attempt.ts';
import type { AttemptBar } from './draw-bars.ts';
import { drawBars } from './draw-bars.ts';

const headings = ['#', 'target', 'time', 'first', 'total', 'outcome'] as const;
const alignments = ['right', 'left', 'left', 'right', 'right', 'left'] as const;
const gap = 2;
const longestBar = 24;
/** Of what target and bar have together; with less than `leastForBoth` the target has it alone. */
const shareOfBar = 0.3;
const leastForBoth = 22;
const leastTarget = 8;

/** What one line says, before it is fitted and painted. */
interface Line {
  readonly number: string;
  readonly target: string;
  readonly first: string;
  readonly total: string;
  readonly end: AttemptEnd;
  readonly next: string;
}

/** A line for each attempt within the width of a terminal, with a bar where there is room for it. */
export function formatTimeline(attempts: readonly Attempt[], output: Output): string {
  const lines = attempts.map(toLine);
  const widths = fit(lines, widthOf(output));
  const bars = widths.bar > 0 ? drawBars(attempts, widths.bar) : [];
  const rows = lines.map(({ number, target, first, total, end, next }, index) => [
    number,
    shorten(target, widths.target),
    paintBar(bars[index], end, output),
    first,
    total,
    paintOutcome(shorten(end.word + next, widths.outcome), end, output),
  ]);
  const heading = headings.map((word) => paint('dim', word, output));
  const columns = [0, 1, 2, 3, 4, 5].filter((column) => column !== 2 || widths.bar > 0);
  return formatColumns(
    columns.flatMap((column) => alignments[column] ?? []),
    [heading, ...rows].map((row) => columns.flatMap((column) => row[column] ?? [])),
  );
}

function toLine(attempt: Attempt): Line {
  const { provider, model, firstContentMs, totalMs } = attempt;
  return {
    number: String(attempt.number),
    target: `${provider}/${printable(model)}`,
    first: formatDuration(firstContentMs),
    total: formatDuration(totalMs),
    end: describeEnd(attempt),
    next: describeNext(attempt),
  };
}

interface Widths {
  readonly target: number;
  readonly bar: number;
  readonly outcome: number;
}

/** The times and outcomes have what they need; target and bar share the rest. */
function fit(lines: readonly Line[], width: number): Widths {
  const [number, , , first, total, heading] = headings;
  const times =
    longest([number, ...lines.map((line) => line.number)]) +
    longest([first, ...lines.map((line) => line.first)]) +
    longest([total, ...lines.map((line) => line.total)]);
  const wanted = longest([heading, ...lines.map((line) => line.end.word + line.next)]);
  const rest = width - times - gap * 4;
  // Where not even that has room, the outcome is cut as well.
  const outcome = Math.min(wanted, Math.max(rest - leastTarget, leastTarget));
  const spare = rest - outcome;
  const target = longest(lines.map((line) => line.target));
  if (spare < leastForBoth) return { target: Math.max(spare, leastTarget), bar: 0, outcome };
  const room = Math.min(spare - gap - target, longestBar);
  const bar = Math.max(room, Math.floor(spare * shareOfBar));
  return { target: spare - gap - bar, bar, outcome };
}

function longest(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.length));
}

function paintOutcome(outcome: string, { word, style }: AttemptEnd, output: Output): string {
  const [own, next] = [outcome.slice(0, word.length), outcome.slice(word.length)];
  return paint(style, own, output) + paint('dim', next, output);
}

function paintBar(drawn: AttemptBar | undefined, { style }: AttemptEnd, output: Output): string {
  if (!drawn) return '';
  const { before, waiting, streaming, mark } = drawn;
  return before + paint('dim', waiting, output) + paint(style, streaming + mark, output);
}
