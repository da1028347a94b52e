import type { AcceptConditions, AcceptFunction } from './accept-options.ts';

/** Time limits for the phases of an attempt, in milliseconds. */
export interface Timeouts {
  /** Time to create the provider at its first use. @defaultValue 30_000 */
  readonly createMs: number;
  /**
   * Time to open the connection, including the TLS handshake. Does not include the wait for a free connection
   * of the app's own dispatcher. @defaultValue 10_000
   */
  readonly connectMs: number;
  /** Time from the open connection to the response headers. @defaultValue 60_000 */
  readonly headersMs: number;
  /**
   * Time from the start of the attempt to the first content. Pauses while you are not reading. Starts again with each
   * `progress` event. @defaultValue 120_000
   */
  readonly firstContentMs: number;
  /**
   * Time from the start of the attempt to the first content if `progress` events arrive, at least `firstContentMs`.
   * @defaultValue 300_000
   */
  readonly progressMs: number;
  /**
   * Time without data from the server. Starts with the first byte. Pauses while you are not reading.
   * @defaultValue 60_000
   */
  readonly idleMs: number;
  /**
   * Time to wait for token counts after the finish reason, or for the end of a complete JSON response. At most half of
   * the time until the next timeout.
   * @defaultValue 1_000
   */
  readonly usageGraceMs: number;
  /** Duration of an attempt. Does not pause while you are not reading. @defaultValue 600_000 */
  readonly totalMs: number;
}

/** Limits for the size of what a vendor sends. A larger response fails with `response-too-large`. */
export interface SizeLimits {
  /** One event of a stream. Counted in UTF-16 code units, not in bytes. @defaultValue 33_554_432 (32 MiB) */
  readonly maxEventBytes: number;
  /**
   * The body of an error response, in bytes. Only its beginning is read if it is larger.
   * @defaultValue 65_536 (64 KiB)
   */
  readonly maxErrorBytes: number;
  /** A JSON body, in bytes. @defaultValue 33_554_432 (32 MiB) */
  readonly maxJsonBytes: number;
  /**
   * A response: text, reasoning, tool calls, files, sources and warnings, with their ids, signatures and metadata.
   * Counted in UTF-16 code units, not in bytes; a file of the type `bytes` counts its bytes. An event that is not a
   * text delta counts 64 more.
   * With the commit `complete`, all events that are held back count, each 64 more.
   * @defaultValue 67_108_864 (64 MiB)
   */
  readonly maxResponseBytes: number;
}

/**
 * When output is passed to the caller. `first-content` passes it on as it arrives. If a target then fails, `midStream`
 * decides whether another attempt starts. `complete` holds output back until the response is complete.
 */
export type CommitPolicy = 'first-content' | 'complete';

/**
 * What happens if a target fails after output was passed to the caller. `fail` rejects with the error. `restart` emits
 * `reset` and starts again with the next attempt.
 */
export type MidStreamPolicy = 'fail' | 'restart';

/** Options for retries on the same target. */
export interface RetryPolicy {
  /**
   * Maximum number of retries on each target, for errors whose rule allows a retry. For a target whose `retries` is
   * larger, that number is the maximum. @defaultValue 2
   */
  readonly maxRetries: number;
  /**
   * Upper bound of the random delay before the first retry, in milliseconds. The lower bound is half of it. Both double
   * with each retry. @defaultValue 250
   */
  readonly initialDelayMs: number;
  /** Upper bound of every random delay, in milliseconds. @defaultValue 8_000 */
  readonly maxDelayMs: number;
  /**
   * Longest wait for a `Retry-After`, a cooldown or a circuit breaker, in milliseconds. If the wait is longer, the
   * chain continues with the next target. @defaultValue 5_000
   */
  readonly maxWaitMs: number;
}

/** Options of one call of `chat()`. */
export interface ChatOptions {
  /** Aborts the chat. The chat then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Take precedence over the timeouts of the runtime, the chain and the target. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Time for the complete chat, including all attempts and waits, in milliseconds. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** Take precedence over the retry options of the runtime and the chain. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Maximum number of requests for a response. Takes precedence over that of the runtime and the chain. */
  readonly maxAttempts?: number | undefined;
  /** What follows a failure after the first content. Takes precedence over that of the chain. */
  readonly midStream?: MidStreamPolicy | undefined;
  /** Headers that are added to those of the provider in each request for a response. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * What a complete response must fulfill: conditions, which take precedence over those of the chain one by one, or a
   * function, which is called in addition to them. The chat must be read with `text()` or `response()`, or have the
   * commit `complete`.
   * @defaultValue none
   */
  readonly accept?: AcceptConditions | AcceptFunction | undefined;
  /**
   * Identifies a conversation. Chats with the same value prefer the same member of each pool, unless the strategy of
   * the pool is `priority`.
   */
  readonly affinity?: string | undefined;
  /** Whether to emit the vendor's own events as `raw` events. @defaultValue false */
  readonly includeRaw?: boolean | undefined;
}
