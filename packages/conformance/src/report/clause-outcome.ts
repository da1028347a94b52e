import type { ClauseId } from '../clause-id.ts';

/** How a provider stands to one clause. */
export type ClauseOutcome =
  | { readonly clause: ClauseId; readonly outcome: 'passed' | 'failed' }
  | { readonly clause: ClauseId; readonly outcome: 'opted-out'; readonly reason: string };

/** The result of one run of the suite, as it stands in the file of `report`. */
export interface ConformanceReport {
  readonly provider: string;
  readonly outcomes: readonly ClauseOutcome[];
}
