/** Time. */
export interface Clock {
  /** Milliseconds that only ever grow; for measuring. */
  now(): number;
  /** Milliseconds since 1970, which may jump; for dates. */
  wallNow(): number;
  /** Calls back once after `delayMs`, however long that is; the function returned stops it. */
  setTimer(callback: () => void, delayMs: number): () => void;
}
