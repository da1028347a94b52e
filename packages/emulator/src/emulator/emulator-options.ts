import type { EmulatedRequest } from '../journal/emulated-request.ts';
import type { ResponseRule } from '../responses/emulated-response.ts';
import type { ScriptOptions } from '../scripts/script-options.ts';
import type { StreamOptions } from '../stream/stream-options.ts';

/** What every emulator can be told, whatever its protocol. */
export interface EmulatorOptions<Step> extends StreamOptions, ScriptOptions<Step> {
  /** On loopback; 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
  /** What is answered to which last user message; what no rule knows, a small responder answers. */
  readonly rules?: readonly ResponseRule[];
  /** How many requests are remembered, the latest ones. @defaultValue 10000 */
  readonly maxRecordedRequests?: number;
  /**
   * Called when a request was read, and what is played on it is decided; never for a client that left
   * before. When it throws, a 500 with the reason takes the place of what was decided.
   */
  readonly onRequestStart?: (request: EmulatedRequest) => void;
  /**
   * Called when a request is over, however it ended, and the emulator has let go of it. What it throws
   * becomes an unhandled rejection, which fails a test run and ends a process that listens for none.
   */
  readonly onRequestEnd?: (request: EmulatedRequest) => void;
  /** Wall time in milliseconds, as the vendor tells it. @defaultValue `Date.now`; with a `seed` the first moment of 2100 */
  readonly now?: () => number;
}

/** The options with every default filled in. */
export interface EmulatorSettings {
  readonly port: number;
  readonly rules: readonly ResponseRule[];
  readonly maxRecordedRequests: number;
  readonly onRequestStart: (request: EmulatedRequest) => void;
  readonly onRequestEnd: (request: EmulatedRequest) => void;
  readonly now: () => number;
}

/** So far ahead that no client takes a token for expired. */
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
