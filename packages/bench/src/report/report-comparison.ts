import type { Measure } from '../harness/measure.ts';
import type { VariantSamples } from '../harness/run-comparison.ts';
import type { Comparison } from '../harness/scenario.ts';
import { compare } from '../statistics/compare.ts';
import type { ComparedRow } from '../statistics/compare.ts';
import type { Summary } from '../statistics/summarize.ts';
import { renderTable } from './render-table.ts';
import type { LimitResult, Report } from './report.ts';

/** Reports one table per measure. Cells contain the median and the spread. */
export function reportComparison(
  { name, title, measures }: Comparison,
  measured: readonly VariantSamples[],
): Report {
  return {
    name,
    title,
    blocks: measures.map((measure) => renderMeasure(measured, measure)),
    limits: measures.flatMap((measure) => listLimits(measured, measure)),
  };
}

/** Returns what a measure is compared with, for example `× hand-written`. */
function describeReference(
  measured: readonly VariantSamples[],
  measure: Measure,
): readonly string[] {
  const reference = measure.reference ?? measured[0]?.contestants[0]?.contestant ?? 'reference';
  switch (measure.comparison) {
    case 'ratio':
      return [`× ${reference}`];
    case 'difference':
      return [`minus ${reference}`];
    case 'none':
      return [];
  }
}

function listLimits(measured: readonly VariantSamples[], measure: Measure): readonly LimitResult[] {
  const { limit, label, unit, comparison, statistic = 'median', direction = 'at most' } = measure;
  if (limit === undefined) return [];
  const subject = statistic === 'median' ? label : `${label} (${statistic})`;
  const unitOfLimit = comparison === 'ratio' ? [] : [unit];
  const compared = describeReference(measured, measure);
  const text = [subject, ...compared, direction, String(limit), ...unitOfLimit].join(' ');
  const rows = compare(measured, measure).flatMap((row) => {
    const status = renderStatus(row, measure);
    if (status === '' || !row.compared) return [];
    const value =
      statistic === 'median'
        ? renderSummary(row.compared, measure)
        : round(row.compared[statistic]);
    const isMet = status !== 'MISSED';
    return [{ name: `${row.variant}, ${row.contestant}`, value, isMet }];
  });
  return [{ limit: text, rows }];
}

function renderMeasure(measured: readonly VariantSamples[], measure: Measure): string {
  const { label, unit, limit, direction = 'at most' } = measure;
  const compared = describeReference(measured, measure);
  const tail = measure.statistic === 'p99' ? ['p99'] : [];
  const head = [`${label}, ${unit}`, ...compared, ...tail];
  const rows = compare(measured, measure).map((row) => [
    row.variant,
    row.contestant,
    renderSummary(row.value, measure),
    ...compared.map(() => (row.compared ? renderSummary(row.compared, measure) : '')),
    ...tail.map(() => round(row.value.p99)),
    ...(limit === undefined ? [] : [renderStatus(row, measure)]),
  ]);
  const status = limit === undefined ? [] : [`${direction} ${limit}`];
  return renderTable([['variant', 'contestant', ...head, ...status], ...rows]);
}

/** Returns `met` or `MISSED`, with the aim if there is one. Returns an empty text if no limit applies. */
export function renderStatus({ contestant, compared }: ComparedRow, measure: Measure): string {
  const { limit, aim, statistic = 'median', direction = 'at most', limitFor } = measure;
  if (!compared || limit === undefined || limitFor?.includes(contestant) === false) return '';
  const value = compared[statistic];
  const isMinimum = direction === 'at least';
  // NaN does not meet a limit.
  if (!(isMinimum ? value >= limit : value <= limit)) return 'MISSED';
  if (aim === undefined) return 'met';
  const reachesAim = isMinimum ? value >= aim : value <= aim;
  return reachesAim ? `met, aim of ${aim} met` : `met, aim of ${aim} missed`;
}

function renderSummary(summary: Summary, { spread }: Measure): string {
  const { median, min, max, lowerQuartile, upperQuartile } = summary;
  const [low, high] = spread === 'quartiles' ? [lowerQuartile, upperQuartile] : [min, max];
  return `${round(median)} (${round(low)}–${round(high)})`;
}

/** Formats a number with three significant digits, or as a whole number from 100. */
export function round(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
