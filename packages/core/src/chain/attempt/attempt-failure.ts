import type { Attempt } from '../../chat/attempt.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';

/** How an attempt failed. */
export interface AttemptFailure {
  readonly error: UnderstudyError;
  /** Requests for a response that the attempt made, without those that a reused connection lost. */
  readonly requests: number;
  /** How many of them the provider sent again. */
  readonly reservedRequests: number;
  /** The tokens that the vendor reported. */
  readonly tokens: number | undefined;
  /** Whether content of it belongs to the caller. */
  readonly committed: boolean;
  /** True for a timeout while the caller was not reading, which does not count for the breaker. */
  readonly unread: boolean;
}

/** What follows a failed attempt, as the attempt log has it. */
export type FollowingStep = Pick<Attempt, 'next' | 'notRetried'>;
