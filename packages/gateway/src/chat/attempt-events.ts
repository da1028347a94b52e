import type { Attempt, ChatEvent } from '@understudy/core';

/**
 * Returns the events about attempts as server-sent events that clients of the API ignore. Each has the entry of the
 * attempt log, with its times and token counts.
 *
 * @param attempts - the attempt log of the chat
 */
export function encodeAttempts(events: readonly ChatEvent[], attempts: readonly Attempt[]): string {
  return events.map((event) => encodeAttempt(event, attempts)).join('');
}

function encodeAttempt(event: ChatEvent, attempts: readonly Attempt[]): string {
  if (event.type !== 'attempt-start' && event.type !== 'attempt-end') return '';
  const attempt = attempts[event.attemptNumber - 1];
  return `event: understudy\ndata: ${JSON.stringify({ understudy: { ...event, attempt } })}\n\n`;
}
