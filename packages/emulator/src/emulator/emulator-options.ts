import type { EmulatedRequest } from '../journal/emulated-request.ts';
import { invalidType } from '../readers/invalid-value.ts';
import { type FieldReaders, isObject, validateFields } from '../readers/object-readers.ts';
import { readFunction, readPort, readPositiveInteger } from '../readers/value-readers.ts';
import type { ResponseRule } from '../responses/emulated-response.ts';
import { type ScriptOptions, scriptOptionReaders } from '../scripts/script-options.ts';
import { type StreamOptions, streamOptionReaders } from '../stream/stream-options.ts';

/** The options of every emulator. */
export interface EmulatorOptions<Step> extends StreamOptions, ScriptOptions<Step> {
  /** The port on the loopback interface. 0 selects a free port. @defaultValue 0 */
  readonly port?: number;
  /**
   * Responses to user messages. If no rule matches, a built-in responder handles greetings,
   * arithmetic and echo.
   */
  readonly rules?: readonly ResponseRule[];
  /** The number of requests that the journal keeps. @defaultValue 10000 */
  readonly maxRecordedRequests?: number;
  /**
   * Called after a request has been read and its fault has been selected. Not called if the client
   * disconnected before. If it throws, the response is a 500 with the error.
   */
  readonly onRequestStart?: (request: EmulatedRequest) => void;
  /**
   * Called after a request has ended and its resources have been released. If it throws, the error
   * is an unhandled rejection.
   */
  readonly onRequestEnd?: (request: EmulatedRequest) => void;
  /**
   * The wall-clock time of the vendor in milliseconds.
   *
   * @defaultValue `Date.now`; with a `seed`, the start of the year 2100
   */
  readonly now?: () => number;
}

/** The readers of the options that are the same in every protocol. */
export const emulatorOptionReaders: FieldReaders<Omit<EmulatorOptions<unknown>, 'rules'>> = {
  port: readPort,
  ...scriptOptionReaders,
  ...streamOptionReaders,
  maxRecordedRequests: readPositiveInteger,
  onRequestStart: readFunction,
  onRequestEnd: readFunction,
  now: readFunction,
};

/**
 * Validates the options of an emulator.
 *
 * @throws RangeError with the path of the option that is unknown or not valid
 */
export function validateOptions<Options extends object>(
  options: Options,
  readers: FieldReaders<Options>,
): void {
  const given: unknown = options;
  if (!isObject(given)) throw invalidType('options', 'an object', given);
  validateFields(given, readers, '');
}

/** The options with all defaults. */
export interface EmulatorSettings {
  readonly port: number;
  readonly rules: readonly ResponseRule[];
  readonly maxRecordedRequests: number;
  readonly onRequestStart: (request: EmulatedRequest) => void;
  readonly onRequestEnd: (request: EmulatedRequest) => void;
  readonly now: () => number;
}

/** Far in the future, so that clients do not treat a token as expired. */
const seededNow = Date.UTC(2100);

export function resolveEmulatorSettings(options: EmulatorOptions<unknown>): EmulatorSettings {
  return {
    port: options.port ?? 0,
    rules: options.rules ?? [],
    maxRecordedRequests: options.maxRecordedRequests ?? 10_000,
    onRequestStart: options.onRequestStart ?? (() => undefined),
    onRequestEnd: options.onRequestEnd ?? (() => undefined),
    now: options.now ?? (options.seed === undefined ? Date.now : () => seededNow),
  };
}
