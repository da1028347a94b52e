/** What a run takes from the process that it is in. */
export interface CreatePorts {
  readonly cwd: string;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** What npm and its kin tell of themselves. */
  readonly userAgent: string | undefined;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
}
