const exitCodes = { usage: 64, 'port-unavailable': 69, 'output-failed': 74 } as const;

/** What only a command can meet; its exit codes are those of sysexits.h, as in the error table. */
export class CommandError extends Error {
  readonly code: keyof typeof exitCodes;
  /** What to do about it, in one line. */
  readonly hint: string;

  constructor(code: keyof typeof exitCodes, message: string, hint: string) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}
