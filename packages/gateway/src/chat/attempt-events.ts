import type { ChatEvent } from '@understudy/core';

/** Returns the events about attempts as server-sent events that clients of the API ignore. */
export function encodeAttempts(events: readonly ChatEvent[]): string {
  return events
    .filter(({ type }) => type === 'attempt-start' || type === 'attempt-end')
    .map((event) => `event: understudy\ndata: ${JSON.stringify({ understudy: event })}\n\n`)
    .join('');
}
