/** When things happened, on the shared clock. */
export interface AbortTimes {
  readonly abortedAt: number;
  /** When whoever waited for the answer was told. */
  readonly rejectedAt: number;
}

/** Somebody who asks, and aborts at a moment of his own. */
export interface AbortClient {
  /** The failing target that he asked. */
  readonly lead: string;
  /** @throws when the answer ended in another way */
  askAndAbort(call: string): Promise<AbortTimes>;
  close(): Promise<void>;
}

export type CreateAborter = (stageUrl: string, question: string) => Promise<AbortClient>;
