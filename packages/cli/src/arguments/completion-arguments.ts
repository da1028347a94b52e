export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof shells)[number];

export interface CompletionArguments {
  readonly shell: Shell;
}

export interface CompleteArguments {
  /** The command line so far, without the command's own name. */
  readonly words: readonly string[];
}
