import type { AnswerRule } from '../answers/answer-rule.ts';
import type { EmulatedRequest } from '../server/emulated-request.ts';
import type { StreamOptions } from '../stream/stream-options.ts';

/** What every emulator can be told, whatever its protocol. */
export interface EmulatorOptions extends StreamOptions {
  /** On loopback; 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
  /** What is answered to which last user message; what no rule knows, a small responder answers. */
  readonly rules?: readonly AnswerRule[];
  /** How many requests are remembered, the latest ones. @defaultValue 10000 */
  readonly maxRecordedRequests?: number;
  /** Called when a request is over: answered, or left by its client. */
  readonly onRequestEnd?: (request: EmulatedRequest) => void;
  /** Wall time in milliseconds. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** The options with every default filled in. */
export interface EmulatorSettings {
  readonly port: number;
  readonly rules: readonly AnswerRule[];
  readonly maxRecordedRequests: number;
  readonly onRequestEnd: (request: EmulatedRequest) => void;
  readonly now: () => number;
}

export function resolveEmulatorSettings(options: EmulatorOptions): EmulatorSettings {
  return {
    port: options.port ?? 0,
    rules: options.rules ?? [],
    maxRecordedRequests: options.maxRecordedRequests ?? 10_000,
    onRequestEnd: options.onRequestEnd ?? (() => undefined),
    now: options.now ?? Date.now,
  };
}
