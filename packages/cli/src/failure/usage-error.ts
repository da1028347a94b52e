/** The command was called in a way that means nothing; EX_USAGE of sysexits.h. */
export class UsageError extends Error {
  static readonly exitCode = 64;
  /** What to do about it, in one line. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}
