/** Token counts reported by the vendor. A count that the vendor did not report is undefined, never 0. */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** The part of `inputTokens` that was read from the vendor's cache. */
  readonly cachedInputTokens?: number | undefined;
  /** The part of `inputTokens` that was written to the vendor's cache. */
  readonly cacheWriteTokens?: number | undefined;
  /** The part of `outputTokens` that is reasoning. */
  readonly reasoningTokens?: number | undefined;
}

/**
 * The token counts of all attempts of a chat. Each count is the sum of those that are known, or undefined if none is.
 */
export interface TotalUsage extends Usage {
  /**
   * True if the vendor of an attempt that sent a request did not report its input tokens or its output tokens. Absent
   * otherwise.
   */
  readonly incomplete?: true | undefined;
}
