/** How long each phase of an attempt may take, in milliseconds. */
export interface Timeouts {
  /** Until the socket stands, TLS included. @defaultValue 10_000 */
  readonly connectMs: number;
  /** From there to the headers of the answer. @defaultValue 60_000 */
  readonly headersMs: number;
  /** Until the first content; counts only while the caller waits. @defaultValue 120_000 */
  readonly firstContentMs: number;
  /** Between two signs of life; counts only while the caller waits. @defaultValue 60_000 */
  readonly idleMs: number;
  /** The whole attempt, slow callers included. @defaultValue 600_000 */
  readonly totalMs: number;
}

/** When the text becomes the caller's: at its first content, or only when it is whole. */
export type CommitPolicy = 'first-content' | 'complete';

/** What one call may set beside its request. */
export interface ChatOptions {
  /** Ends the call at once; its reason is what the stream then rejects with. */
  readonly signal?: AbortSignal | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** For the whole call, all attempts and waits included. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** Sent with the request for the answer, beside the provider's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
