/** A failed command: its exit code and its output. */
export interface Failure {
  readonly exitCode: number;
  /** A code of the error table, or of a `CommandError`. */
  readonly code: string;
  /** Undefined for an interruption, which prints no text. */
  readonly text: FailureText | undefined;
  /** The output with `--json`. URLs in it may contain credentials; the printer removes them. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface FailureText {
  /** `error` or `error[code]`. */
  readonly label: string;
  readonly message: string;
  /** Undefined if the message says what to do. */
  readonly hint: string | undefined;
}
