import type { Clause } from '../clause.ts';
import {
  type Reader,
  createChoiceReader,
  createListReader,
  createMembersReader,
  readText,
} from '../options/value-readers.ts';
import type { ConformanceReport } from './clause-outcome.ts';

const readClauses = createListReader(createMembersReader({ id: readText, rule: readText }));

const readOutcomeFields = createMembersReader({
  clause: readText,
  outcome: createChoiceReader('passed', 'failed', 'skipped'),
});
const readSkippedFields = createMembersReader({ reason: readText });

const readOutcome: Reader = (value, path) => {
  readOutcomeFields(value, path);
  if (Object(value).outcome === 'skipped') readSkippedFields(value, path);
};

const readReports = createListReader(
  createMembersReader({ provider: readText, outcomes: createListReader(readOutcome) }),
);

/** Validates the arguments, because reports are usually parsed from files. */
export function validateReports(
  clauses: readonly Clause[],
  reports: readonly ConformanceReport[],
): void {
  readClauses(clauses, 'clauses');
  readReports(reports, 'reports');
}
