import type { Measure } from '../harness/measure.ts';
import type { VariantSamples } from '../harness/run-comparison.ts';
import type { Comparison } from '../harness/scenario.ts';
import { compare } from '../statistics/compare.ts';
import type { ComparedRow } from '../statistics/compare.ts';
import type { Summary } from '../statistics/summarize.ts';
import { renderTable } from './render-table.ts';

/** A table for each measure: medians, and in parentheses how far the others lie from them. */
export function renderComparison(
  { name, title, measures }: Comparison,
  measured: readonly VariantSamples[],
): string {
  const tables = measures.map((measure) => renderMeasure(measured, measure));
  return [`## ${name}`, title, ...tables].join('\n\n');
}

function renderMeasure(measured: readonly VariantSamples[], measure: Measure): string {
  const { label, unit, comparison, bar, limit = 'at most' } = measure;
  const base = measure.base ?? measured[0]?.contestants[0]?.contestant ?? 'base';
  const compared = { ratio: [`× ${base}`], difference: [`added to ${base}`], none: [] }[comparison];
  const tail = measure.judged === 'p99' ? ['p99'] : [];
  const head = [`${label}, ${unit}`, ...compared, ...tail];
  const rows = compare(measured, measure).map((row) => [
    row.variant,
    row.contestant,
    renderSummary(row.value, measure),
    ...compared.map(() => (row.compared ? renderSummary(row.compared, measure) : '')),
    ...tail.map(() => round(row.value.p99)),
    ...(bar === undefined ? [] : [judge(row, measure)]),
  ]);
  const judged = bar === undefined ? [] : [`${limit} ${bar}`];
  return renderTable([['variant', 'contestant', ...head, ...judged], ...rows]);
}

/** The median decides, unless the measure says otherwise. */
export function judge({ contestant, compared }: ComparedRow, measure: Measure): string {
  const { bar, aim, judged = 'median', limit = 'at most', barFor } = measure;
  if (!compared || bar === undefined || barFor?.includes(contestant) === false) return '';
  const value = compared[judged];
  const atLeast = limit === 'at least';
  if (!(atLeast ? value >= bar : value <= bar)) return 'MISSED';
  if (aim === undefined) return 'held';
  const beyond = atLeast ? value > aim : value < aim;
  const side = atLeast ? 'above' : 'below';
  return beyond ? `held, ${side} the aim of ${aim}` : `held, aim of ${aim} missed`;
}

function renderSummary(summary: Summary, { spread }: Measure): string {
  const { median, min, max, lowerQuartile, upperQuartile } = summary;
  const [low, high] = spread === 'quartiles' ? [lowerQuartile, upperQuartile] : [min, max];
  return `${round(median)} (${round(low)}–${round(high)})`;
}

/** Three digits that mean something. */
export function round(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
