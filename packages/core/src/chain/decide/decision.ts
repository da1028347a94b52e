/**
 * `hedge` runs at the same time as another attempt. `replay` sends a request again that a reused connection lost. It is
 * not counted as a retry.
 */
export type AttemptKind = 'first' | 'fallback' | 'retry' | 'replay' | 'hedge';

/** What a chat does next. */
export type Decision = AttemptDecision | { readonly type: 'stop'; readonly reason: StopReason };

export interface AttemptDecision {
  readonly type: 'attempt';
  /** The index of the target in the chain. */
  readonly target: number;
  readonly kind: AttemptKind;
  /** When the attempt starts, on the monotonic clock. */
  readonly at: number;
}

/** Why a chat stops: an error that allows nothing else, `maxAttempts`, or no target that is left. */
export type StopReason = 'final' | 'max-attempts' | 'exhausted';

/** Whether the attempt is made at the target of the last one. */
export function isRepetition(kind: AttemptKind): boolean {
  return kind === 'retry' || kind === 'replay';
}

export function isRetry(decision: Decision | undefined): decision is AttemptDecision {
  return decision?.type === 'attempt' && decision.kind === 'retry';
}
