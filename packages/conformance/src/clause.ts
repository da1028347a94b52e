import type { ClauseContext } from './clause-context.ts';
import type { ClauseId, Requirement } from './clause-id.ts';

/** One promise of the provider contract, and how it is judged. */
export interface Clause {
  readonly id: ClauseId;
  /** The promise in one sentence. */
  readonly rule: string;
  readonly requires?: Requirement | undefined;
  /** @throws AssertionError that says in a sentence what was expected and what came */
  check(subject: ClauseContext): Promise<void>;
}
