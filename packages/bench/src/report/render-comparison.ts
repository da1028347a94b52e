import type { Measure } from '../harness/measure.ts';
import type { VariantSamples } from '../harness/run-comparison.ts';
import type { Comparison } from '../harness/scenario.ts';
import { compare } from '../statistics/compare.ts';
import type { ComparedRow } from '../statistics/compare.ts';
import type { Summary } from '../statistics/summarize.ts';
import { renderTable } from './render-table.ts';

/** A table for each measure: medians, and in parentheses the least and the greatest. */
export function renderComparison(
  { name, title, measures }: Comparison,
  measured: readonly VariantSamples[],
): string {
  const tables = measures.map((measure) => renderMeasure(measured, measure));
  return [`## ${name}`, title, ...tables].join('\n\n');
}

function renderMeasure(measured: readonly VariantSamples[], measure: Measure): string {
  const base = measured[0]?.contestants[0]?.contestant ?? 'base';
  const comparison = measure.comparison === 'ratio' ? `× ${base}` : `added to ${base}`;
  const head = ['variant', 'contestant', `${measure.label}, ${measure.unit}`, comparison];
  const judged = measure.bar !== undefined;
  const rows = compare(measured, measure).map((row) => [
    row.variant,
    row.contestant,
    renderSummary(row.value),
    row.compared ? renderSummary(row.compared) : '',
    ...(judged ? [judge(row, measure)] : []),
  ]);
  return renderTable([[...head, ...(judged ? [`at most ${measure.bar}`] : [])], ...rows]);
}

/** The median decides. */
export function judge({ compared }: ComparedRow, { bar, aim }: Measure): string {
  if (!compared || bar === undefined) return '';
  if (!(compared.median <= bar)) return 'MISSED';
  if (aim === undefined) return 'held';
  return compared.median < aim ? `held, below the aim of ${aim}` : `held, aim of ${aim} missed`;
}

function renderSummary({ median, min, max }: Summary): string {
  return `${round(median)} (${round(min)}–${round(max)})`;
}

/** Three digits that mean something. */
export function round(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
