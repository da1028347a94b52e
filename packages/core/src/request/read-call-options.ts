import type { ChatOptions } from '../chat/chat-options.ts';
import { invalidValue, readDuration } from '../registry/configuration-reader.ts';
import { readTimeouts } from '../registry/read-chain.ts';

/**
 * Returns the checked options of one call.
 *
 * @throws ConfigurationError with the path of the option that is not valid
 */
export function readCallOptions(options: unknown): Pick<ChatOptions, 'timeouts' | 'deadlineMs'> {
  if (typeof options !== 'object' || options === null) {
    throw invalidValue('options', 'an object', options);
  }
  const { signal, timeouts, deadlineMs }: Partial<Record<keyof ChatOptions, unknown>> = options;
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw invalidValue('options.signal', 'an AbortSignal', signal);
  }
  return {
    timeouts: timeouts === undefined ? undefined : readTimeouts(timeouts, 'timeouts'),
    deadlineMs: deadlineMs === undefined ? undefined : readDuration(deadlineMs, 'deadlineMs'),
  };
}

/** Returns the signal of a call's options, or undefined if there is none that can be listened to. */
export function findSignal(options: unknown): AbortSignal | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const signal: unknown = Reflect.get(options, 'signal');
  return isAbortSignal(signal) ? signal : undefined;
}

/** Accepts signals of other realms and of polyfills. */
function isAbortSignal(value: unknown): value is AbortSignal {
  if (value instanceof AbortSignal) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}
