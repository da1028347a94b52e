/** The parts of a chat request that an error response quotes, and the time of the vendor. */
export interface FailedRequest {
  readonly key: string;
  readonly model: string;
  /** In milliseconds since 1970. */
  readonly nowMs: number;
}
