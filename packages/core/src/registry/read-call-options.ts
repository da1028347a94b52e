import type { ChatOptions } from '../chat/chat-options.ts';
import { readDuration } from './configuration-reader.ts';
import { readTimeouts } from './read-chain.ts';

/**
 * The limits that a call sets for itself, checked.
 *
 * @throws ConfigurationError with the path of what is no limit
 */
export function readCallOptions({
  timeouts,
  deadlineMs,
}: ChatOptions): Pick<ChatOptions, 'timeouts' | 'deadlineMs'> {
  return {
    timeouts: timeouts && readTimeouts(timeouts, 'timeouts'),
    deadlineMs: deadlineMs === undefined ? undefined : readDuration(deadlineMs, 'deadlineMs'),
  };
}
