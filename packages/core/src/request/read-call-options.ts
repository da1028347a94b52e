import type { ChatOptions } from '../chat/chat-options.ts';
import { invalidValue, readDuration } from '../registry/configuration-reader.ts';
import { readTimeouts } from '../registry/read-chain.ts';
import { copyDeep, isPlain } from './copy-deep.ts';

/**
 * Returns the checked options of one call.
 *
 * @throws ConfigurationError with the path of the option that is not valid
 */
export function readCallOptions(options: unknown): Pick<ChatOptions, 'timeouts' | 'deadlineMs'> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalidValue('options', 'an object', options);
  }
  const { signal, headers, timeouts, deadlineMs }: Partial<Record<keyof ChatOptions, unknown>> =
    options;
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw invalidValue('options.signal', 'an AbortSignal', signal);
  }
  if (headers !== undefined) assertHeaders(headers);
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

/** Returns a copy of the options that later changes do not affect. The signal is kept, because it changes. */
export function copyOptions(options: ChatOptions): ChatOptions {
  if (typeof options !== 'object' || options === null || !('signal' in options)) {
    return copyDeep(options);
  }
  const { signal, ...others } = options;
  return { ...copyDeep(others), signal };
}

function assertHeaders(headers: unknown): void {
  if (
    typeof headers !== 'object' ||
    headers === null ||
    Array.isArray(headers) ||
    !isPlain(headers)
  )
    throw invalidValue('options.headers', 'an object with names and values', headers);
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') {
      throw invalidValue(`options.headers.${name}`, 'a string', value);
    }
  }
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
    typeof value.addEventListener === 'function' &&
    'removeEventListener' in value &&
    typeof value.removeEventListener === 'function'
  );
}
