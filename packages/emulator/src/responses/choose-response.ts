import type { ResponseRule } from './emulated-response.ts';
import { findResponse } from './find-response.ts';
import { respond } from './respond.ts';
import { readTextResponse } from './rule-readers.ts';

/**
 * Returns the text of the first matching rule, or the text of the built-in responder.
 *
 * @throws RangeError if a function returns more than a text
 */
export function chooseResponse(rules: readonly ResponseRule[], message: string): string {
  return findResponse(rules, message, readTextResponse)?.text ?? respond(message.trim());
}
