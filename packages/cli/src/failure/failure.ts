/** Why a command did not do what it was asked, ready to be told. */
export interface Failure {
  readonly exitCode: number;
  /** Of the error table, or of a `CommandError`. */
  readonly code: string;
  /** Undefined for an interruption, which needs no words. */
  readonly text: FailureText | undefined;
  /** The same for programs; may name URLs with credentials, which its printer strips. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface FailureText {
  /** `error`, or `error[code]`. */
  readonly label: string;
  readonly message: string;
  readonly hint: string;
}
