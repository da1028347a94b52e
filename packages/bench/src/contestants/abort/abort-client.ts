/** Times of one aborted call, on the shared clock. */
export interface AbortTimes {
  readonly abortedAt: number;
  /** When the promise or the stream of the caller rejected. */
  readonly rejectedAt: number;
}

/** A client that aborts its own calls. */
export interface AbortClient {
  /** URL of the failing target that the client calls. */
  readonly primary: string;
  /**
   * Sends the prompt and aborts.
   *
   * @param call - value of the header that identifies the call
   * @throws if the call ends in another way than by the abort
   */
  chatAndAbort(call: string): Promise<AbortTimes>;
  close(): Promise<void>;
}

export type CreateAbortClient = (upstreamUrl: string, prompt: string) => Promise<AbortClient>;
