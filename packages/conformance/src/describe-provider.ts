import type { Clause } from './clause.ts';
import { clauses } from './clauses.ts';
import type { ConformanceOptions, TestRunner } from './conformance-options.ts';
import { checkOptOuts, findReason } from './opt-outs.ts';
import { ReportWriter } from './report/report-writer.ts';
import { runClause } from './run-clause.ts';

/**
 * Registers the provider contract with a test runner: a `describe` for the provider, with an `it` for
 * each clause. One that is opted out of stands there with its reason, and fails where the provider's
 * definition says otherwise.
 *
 * @throws TypeError for an opt-out without a reason, or of something that is no clause
 *
 * @example
 * describeProvider({ describe, it }, { name: 'acme', packageUrl, provider, model: 'acme-1', secrets, stage });
 */
export function describeProvider({ describe, it }: TestRunner, options: ConformanceOptions): void {
  checkOptOuts(options, clauses);
  const writer = new ReportWriter(
    options,
    clauses.map(({ id }) => id),
  );
  describe(`${options.name} conforms`, () => {
    for (const clause of clauses) it(nameOf(clause, options), () => run(clause, options, writer));
  });
}

function nameOf(clause: Clause, options: ConformanceOptions): string {
  const reason = findReason(clause, options);
  return `${clause.id}: ${reason === undefined ? clause.rule : `opted out, ${reason}`}`;
}

async function run(
  clause: Clause,
  options: ConformanceOptions,
  writer: ReportWriter,
): Promise<void> {
  const reason = findReason(clause, options);
  try {
    await runClause(clause, options);
  } catch (error) {
    await writer.add({ clause: clause.id, outcome: 'failed' });
    throw error;
  }
  await writer.add(
    reason === undefined
      ? { clause: clause.id, outcome: 'passed' }
      : { clause: clause.id, outcome: 'opted-out', reason },
  );
}
