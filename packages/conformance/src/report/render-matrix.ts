import type { Clause } from '../clause.ts';
import type { ClauseOutcome, ConformanceReport } from './clause-outcome.ts';
import { validateReports } from './validate-reports.ts';

/**
 * Renders reports as Markdown.
 *
 * The table has a row for each clause and a column for each provider. The numbered list has the
 * reasons for skipped clauses. Then each clause has a section with its rule.
 *
 * @throws ConfigurationError `invalid-configuration` if a clause or a report is not valid
 */
export function renderMatrix(
  clauses: readonly Clause[],
  reports: readonly ConformanceReport[],
): string {
  validateReports(clauses, reports);
  const reasons = reasonsOf(reports);
  return [
    renderTable(clauses, reports, reasons),
    reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n'),
    ...clauses.map(({ id, rule }) => `### ${id}\n\n${rule}`),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

/** Returns each reason once, after the name of its provider. */
function reasonsOf(reports: readonly ConformanceReport[]): readonly string[] {
  const reasons = reports.flatMap(({ provider, outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.outcome === 'skipped' ? [formatReason(provider, outcome)] : [],
    ),
  );
  return [...new Set(reasons)];
}

function formatReason(
  provider: string,
  { reason }: Extract<ClauseOutcome, { reason: string }>,
): string {
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
  const separator = widths.map((width) => '-'.repeat(width));
  return [head, separator, ...rows]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

function renderCell(
  { provider, outcomes }: ConformanceReport,
  clause: string,
  reasons: readonly string[],
): string {
  const outcome = outcomes.find((candidate) => candidate.clause === clause);
  switch (outcome?.outcome) {
    case 'passed':
      return 'yes';
    case 'failed':
      return '**failed**';
    case 'skipped':
      return `no (${reasons.indexOf(formatReason(provider, outcome)) + 1})`;
    case undefined:
      return '–';
  }
}
