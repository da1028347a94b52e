import type { Attempt, ChatEvent } from '@understudy/core';

import type { Disclosure } from '../errors/failure.ts';

/**
 * Returns the events about attempts as server-sent events that clients of the API ignore. Each has the entry of the
 * attempt log, with its times and token counts.
 *
 * @param attempts - the attempt log of the chat
 */
export function encodeAttempts(
  events: readonly ChatEvent[],
  attempts: readonly Attempt[],
  { expose }: Disclosure,
): string {
  return events.map((event) => encodeAttempt(event, attempts, expose)).join('');
}

function encodeAttempt(event: ChatEvent, attempts: readonly Attempt[], expose: boolean): string {
  if (event.type !== 'attempt-start' && event.type !== 'attempt-end') return '';
  const attempt = attempts[event.attemptNumber - 1];
  const understudy = expose
    ? { ...event, attempt }
    : { ...hideTarget(event), attempt: attempt && hideTarget(attempt) };
  return `event: understudy\ndata: ${JSON.stringify({ understudy })}\n\n`;
}

type AttemptEvent = Extract<ChatEvent, { readonly type: 'attempt-start' | 'attempt-end' }>;

const targetFields: readonly string[] = ['provider', 'model', 'server'];

/** Returns the fields that do not name the target. The message of an error does. */
function hideTarget(named: AttemptEvent | Attempt): object {
  const error = 'error' in named ? named.error : undefined;
  const others = Object.entries(named).filter(([name]) => !targetFields.includes(name));
  return { ...Object.fromEntries(others), ...(error && { error: { code: error.code } }) };
}
