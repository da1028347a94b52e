/** What the command uses of its process. */
export interface CreatePorts {
  readonly cwd: string;
  /** Whether the command can prompt the user. */
  readonly interactive: boolean;
  /** `npm_config_user_agent`, which names the package manager. */
  readonly userAgent: string | undefined;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
