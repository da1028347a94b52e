import { renderTable } from './render-table.ts';
import type { LimitResult, Report } from './report.ts';
import { renderReport } from './report.ts';

/** The result of one scenario with its circumstances, as `--save` stores it. */
export interface StoredResult {
  /** Machine, load, date, commit, and repetitions or minutes. */
  readonly run: string;
  readonly report: Report;
}

const introduction = `# Benchmark results

Results of \`npm run bench -- --save\`. This page is generated from the files in [results](results), one per scenario.
[METHOD.md](METHOD.md) describes the scenarios and the method.

In the tables, \`hand-written\` is the hand-written client and \`baseline\` is the client that reads bytes and does not parse
them. A cell contains \`median (minimum–maximum)\`, or \`median (quartiles)\` for scenarios in which a repetition is one call.
Absolute times vary by up to a third between runs, and ratios by 0.1 to 0.15.`;

/** Renders the page of results: a summary of all limits, and a section for each scenario. */
export function renderResults(results: readonly StoredResult[]): string {
  const sections = results.map(({ run, report }) => {
    const [first, ...blocks] = report.blocks;
    return renderReport({ ...report, blocks: [`${run}.`, ...(first ? [first] : []), ...blocks] });
  });
  return `${[introduction, '## Summary', renderSummary(results), ...sections].join('\n\n')}\n`;
}

function renderSummary(results: readonly StoredResult[]): string {
  const rows = results.flatMap(({ report: { name, limits } }) => {
    if (limits.length === 0) return [[`\`${name}\``, 'none', '']];
    return limits.map((limit) => [`\`${name}\``, limit.limit, renderFound(limit)]);
  });
  return renderTable([['scenario', 'limit', 'found'], ...rows]);
}

function renderFound({ rows }: LimitResult): string {
  const met = rows.filter(({ isMet }) => isMet).map(({ value }) => withoutSpread(value));
  const missed = rows.filter(({ isMet }) => !isMet).map(({ name, value }) => `${name} ${value}`);
  return [
    ...(missed.length > 0 ? [`**missed**: ${missed.join('; ')}`] : []),
    ...(met.length > 0 ? [`met: ${met.join(', ')}`] : []),
  ].join('; ');
}

function withoutSpread(value: string): string {
  return value.replace(/ \(.*\)$/, '');
}
