import type { Answer } from './answer.ts';

/** What to say when a message is recognised. Rules are tried in order; the first that matches answers. */
export interface AnswerRule {
  /** A string must equal the whole message, both trimmed; a pattern may match anywhere in it. */
  readonly when: string | RegExp;
  /** What to say: a text, an answer of several kinds of content, or a function of the trimmed message that makes either. */
  readonly answer: string | Answer | ((message: string) => string | Answer);
}
