import type { ClauseId, Need } from './clause-id.ts';
import type { Subject } from './subject.ts';

/** One promise of the provider contract, and how it is judged. */
export interface Clause {
  readonly id: ClauseId;
  /** The promise in one sentence. */
  readonly rule: string;
  readonly needs?: Need | undefined;
  /** @throws AssertionError that says in a sentence what was expected and what came */
  check(subject: Subject): Promise<void>;
}
