import type { Attempt } from '../../chat/attempt.ts';
import type { Usage } from '../../chat/usage.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { Permit } from '../../health/permit.ts';
import type { Output } from '../accept/read-output.ts';
import type { ChainState } from '../chain-state.ts';
import { toAttemptError } from './attempt-errors.ts';
import type { AttemptResponse } from './attempt-response.ts';
import type { ProviderStream } from './provider-stream.ts';

/** How an attempt ended; what later pulls reject with, unless it succeeded. */
export type AttemptEnding =
  | { readonly outcome: 'succeeded'; readonly accepted: Output | undefined }
  | { readonly outcome: 'failed'; readonly error: UnderstudyError; readonly unread: boolean }
  | { readonly outcome: 'aborted' | 'outpaced'; readonly error: unknown };

interface EndedAttempt {
  readonly plan: { readonly permit: Permit; readonly index: number };
  readonly state: ChainState;
  readonly stream: ProviderStream;
  readonly response: AttemptResponse;
}

/**
 * Releases the permit of an attempt that has ended, and records its end for the chat. Returns what changes in its log
 * entry. Call it once.
 */
export function settleAttempt(
  ending: AttemptEnding,
  { plan: { permit, index }, state, stream, response }: EndedAttempt,
): Partial<Attempt> {
  const tokens = countTokens(response.report.usage);
  if (ending.outcome === 'outpaced') {
    permit.outpaced();
    state.recordOutpaced(index);
  }
  const { answerableRequests: requests, reservedRequests } = stream;
  // A provider without HTTP that was ended before its first event has sent its request.
  if (requests > 0) permit.startRequest();
  if (ending.outcome !== 'failed') {
    permit.release(ending.outcome === 'succeeded' ? 'success' : 'ignored', tokens);
    state.recordEnd(requests, reservedRequests);
    return {};
  }
  const { error, unread } = ending;
  const { committed } = response;
  const failure = { error, unread, committed, requests, reservedRequests, tokens };
  const next = state.recordFailure(index, permit, failure);
  return { error: toAttemptError(error), ...next };
}

/** The tokens that count for `tokensPerMinute`. Undefined if the vendor did not report both counts. */
function countTokens({ inputTokens, outputTokens }: Partial<Usage> = {}): number | undefined {
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : inputTokens + outputTokens;
}
