import type { ClauseId } from '../clause-id.ts';

/** The outcome of one clause for one provider. */
export type ClauseOutcome =
  | { readonly clause: ClauseId; readonly outcome: 'passed' | 'failed' }
  | { readonly clause: ClauseId; readonly outcome: 'skipped'; readonly reason: string };

/** The result of a run, as in the file of `report`. */
export interface ConformanceReport {
  readonly provider: string;
  /** One outcome for each clause, in the order of `clauses`. */
  readonly outcomes: readonly ClauseOutcome[];
}
