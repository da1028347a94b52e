/** What to say when a message is recognised. Rules are tried in order; the first that matches answers. */
export interface AnswerRule {
  /** A string must equal the whole message, both trimmed; a pattern may match anywhere in it. */
  readonly when: string | RegExp;
  /** The text to say, or a function of the trimmed message that makes it. */
  readonly answer: string | ((message: string) => string);
}
