const exitCodes = { usage: 64, 'port-unavailable': 69, 'output-failed': 74 } as const;

/** An error of the command itself. Its exit codes follow sysexits.h, like those of core. */
export class CommandError extends Error {
  readonly code: keyof typeof exitCodes;
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
