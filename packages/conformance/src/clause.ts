import type { ClauseContext } from './clause-context.ts';
import type { ClauseId, Requirement } from './clause-id.ts';

/** One rule of the provider contract, with the check for it. */
export interface Clause {
  readonly id: ClauseId;
  /** The rule in one or two sentences. */
  readonly rule: string;
  /** What the clause needs. A provider without it skips the clause. @defaultValue nothing */
  readonly requires?: Requirement | undefined;
  /** @throws AssertionError with the expected and the received value */
  check(context: ClauseContext): Promise<void>;
}
