export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof shells)[number];

export interface CompletionArguments {
  readonly shell: Shell;
}

export interface CompleteArguments {
  /** The words of the command line up to the cursor, without `understudy`. */
  readonly words: readonly string[];
}
