import type { Attempt } from '../../chat/attempt.ts';
import type { Usage } from '../../chat/usage.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { Output } from '../accept/read-output.ts';

/** How an attempt ended; what later pulls reject with, unless it succeeded. */
export type AttemptEnding =
  | { readonly outcome: 'succeeded'; readonly accepted: Output | undefined }
  | FailedEnding
  | { readonly outcome: 'aborted' | 'outpaced'; readonly error: unknown };

export interface FailedEnding {
  readonly outcome: 'failed';
  readonly error: UnderstudyError;
  /** True for a timeout while the caller was not reading, which does not count for the breaker. */
  readonly unread: boolean;
}

/** What an attempt used until its end. */
export interface AttemptUse {
  /** Requests for a response that the attempt made, without those that a reused connection lost. */
  readonly requests: number;
  /** How many of them the provider sent again. */
  readonly reservedRequests: number;
  /** What the vendor reported. */
  readonly usage: Partial<Usage> | undefined;
  /** Whether content of it belongs to the caller. */
  readonly committed: boolean;
}

/** What follows a failed attempt, as the attempt log has it. */
export type FollowingStep = Pick<Attempt, 'next' | 'notRetried'>;

/** Returns the tokens that count for `tokensPerMinute`. Undefined if the vendor did not report both counts. */
export function sumTokens({ inputTokens, outputTokens }: Partial<Usage> = {}): number | undefined {
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : inputTokens + outputTokens;
}
