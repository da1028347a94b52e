import type { AcceptConditions, AcceptFunction } from '../chat/accept-options.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import * as read from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';
import { readAccept, readRetry, readTimeouts } from '../registry/chain/read-policy.ts';
import { createOptionsAdvice } from './name-advice.ts';
import { requestFields } from './read-request.ts';

const readSignal: Reader<AbortSignal> = (value, path) => {
  if (isAbortSignal(value)) return value;
  throw read.invalidValue(path, 'an AbortSignal', value);
};

const readCallAccept: Reader<AcceptConditions | AcceptFunction> = (value, path) => {
  if (isAcceptFunction(value)) return value;
  if (typeof value === 'object') return readAccept(value, path);
  throw read.invalidType(path, 'a function or an object with conditions', value);
};

function isAcceptFunction(value: unknown): value is AcceptFunction {
  return typeof value === 'function';
}

const readOptions: Reader<ChatOptions> = read.readFields<ChatOptions>(
  {
    signal: readSignal,
    headers: read.readMap(read.readString),
    timeouts: readTimeouts,
    deadlineMs: read.readDuration,
    retry: readRetry,
    maxAttempts: read.readInteger(1),
    accept: readCallAccept,
    midStream: read.readEnum('fail', 'restart'),
    affinity: read.readNonEmptyString,
    includeRaw: read.readBoolean,
  },
  createOptionsAdvice(requestFields),
);

/**
 * Checks and copies the options of a chat. Later changes by the app have no effect on the copy.
 *
 * @throws ConfigurationError with the path of the option that is unknown or not valid
 */
export function readCallOptions(options: unknown): ChatOptions {
  return read.readInput(readOptions, options, 'options');
}

type SharedOptions = Pick<ChatOptions, 'signal' | 'headers'>;

const readSharedOptions: Reader<SharedOptions> = read.readFields<SharedOptions>(
  { signal: readSignal, headers: read.readMap(read.readString) },
  { abortSignal: 'did you mean "signal"?' },
);

/** Checks and copies the options of `models()` and `countTokens()`. Throws in the same way as `readCallOptions`. */
export function readProviderCallOptions(options: unknown): SharedOptions {
  return read.readInput(readSharedOptions, options, 'options');
}

/** Returns the signal of a call's options, or undefined if there is none that can be listened to. */
export function findSignal(options: unknown): AbortSignal | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  try {
    const signal: unknown = Reflect.get(options, 'signal');
    return isAbortSignal(signal) ? signal : undefined;
  } catch {
    return undefined;
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
