import type { Clause } from './clause.ts';
import { clauses } from './clauses.ts';
import type { ConformanceOptions, TestRunner } from './options/conformance-options.ts';
import { validateConformanceOptions, validateRunner } from './options/read-options.ts';
import { findSkipReason, validateSkip } from './options/skipped-clauses.ts';
import { ReportWriter } from './report/report-writer.ts';
import { runClause } from './run-clause.ts';

/**
 * Registers one test for each clause of the provider contract.
 *
 * A skipped clause keeps its test, with the reason in the name. The test fails if the reason
 * contradicts the provider definition.
 *
 * @throws ConfigurationError `invalid-configuration` if an option is unknown or of the wrong type, or if `skip` has an
 * unknown key or a reason that is not a sentence
 *
 * @example
 * describeProvider({ describe, it }, { name: 'acme', packageUrl, provider, model: 'acme-1', secrets, wireFormat });
 */
export function describeProvider(runner: TestRunner, options: ConformanceOptions): void {
  validateRunner(runner);
  validateConformanceOptions(options);
  validateSkip(options, clauses);
  const { describe, it } = runner;
  const writer = new ReportWriter(
    options,
    clauses.map(({ id }) => id),
  );
  describe(`${options.name} conforms`, () => {
    for (const clause of clauses) {
      it(formatName(clause, options), () => runAndReport(clause, options, writer));
    }
  });
}

function formatName(clause: Clause, options: ConformanceOptions): string {
  const reason = findSkipReason(clause, options);
  return `${clause.id}: ${reason === undefined ? clause.rule : `skipped, ${reason}`}`;
}

async function runAndReport(
  clause: Clause,
  options: ConformanceOptions,
  writer: ReportWriter,
): Promise<void> {
  const reason = findSkipReason(clause, options);
  try {
    await runClause(clause, options);
  } catch (error) {
    await writer.add({ clause: clause.id, outcome: 'failed' });
    throw error;
  }
  await writer.add(
    reason === undefined
      ? { clause: clause.id, outcome: 'passed' }
      : { clause: clause.id, outcome: 'skipped', reason },
  );
}
