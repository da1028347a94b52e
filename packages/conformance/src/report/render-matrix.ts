import type { Clause } from '../clause.ts';
import type { ClauseOutcome, ConformanceReport } from './clause-outcome.ts';

/**
 * Reports as a page of Markdown: a table with a row for each clause and a column for each provider,
 * the reasons for what is left out, and a section with the rule of each clause.
 */
export function renderMatrix(
  clauses: readonly Clause[],
  reports: readonly ConformanceReport[],
): string {
  const reasons = reasonsOf(reports);
  return [
    renderTable(clauses, reports, reasons),
    reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n'),
    ...clauses.map(({ id, rule }) => `### ${id}\n\n${rule}`),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

/** Each reason once, told with its provider. */
function reasonsOf(reports: readonly ConformanceReport[]): readonly string[] {
  const told = reports.flatMap(({ provider, outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.outcome === 'opted-out' ? [tell(provider, outcome)] : [],
    ),
  );
  return [...new Set(told)];
}

function tell(provider: string, { reason }: Extract<ClauseOutcome, { reason: string }>): string {
  return `${provider}: ${reason}`;
}

function renderTable(
  clauses: readonly Clause[],
  reports: readonly ConformanceReport[],
  reasons: readonly string[],
): string {
  const head = ['clause', ...reports.map(({ provider }) => provider)];
  const rows = clauses.map(({ id }) => [
    `[\`${id}\`](#${id})`,
    ...reports.map((report) => renderCell(report, id, reasons)),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...rows]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

function renderCell(
  { provider, outcomes }: ConformanceReport,
  clause: string,
  reasons: readonly string[],
): string {
  const outcome = outcomes.find((one) => one.clause === clause);
  switch (outcome?.outcome) {
    case 'passed':
      return 'yes';
    case 'failed':
      return '**failed**';
    case 'opted-out':
      return `no (${reasons.indexOf(tell(provider, outcome)) + 1})`;
    case undefined:
      return '–';
  }
}
