import type { Attempt } from '../chat/attempt.ts';
import type { AttemptEndEvent } from '../chat/chat-event.ts';

/** What a line of the ledger that is closed tells as an event. */
export function toAttemptEnd({
  number: attemptNumber,
  outcome,
  error,
  next,
}: Attempt): AttemptEndEvent {
  if (!error) return { type: 'attempt-end', attemptNumber, outcome };
  const ended = { type: 'attempt-end', attemptNumber, outcome, error } as const;
  return next ? { ...ended, next: next.kind, delayMs: next.delayMs } : ended;
}
