import type { EmulatedResponse } from './emulated-response.ts';

/** What to say when a message is recognised. Rules are tried in order; the first that matches answers. */
export interface ResponseRule {
  /** A string must equal the whole message, both trimmed; a pattern may match anywhere in it. */
  readonly when: string | RegExp;
  /** What to say: a text, an answer of several kinds of content, or a function of the trimmed message that makes either. */
  readonly response: string | EmulatedResponse | ((message: string) => string | EmulatedResponse);
}
