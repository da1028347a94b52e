import { findAnswer } from './find-response.ts';
import { readPlainText } from './plain-text.ts';
import { respond } from './respond.ts';
import type { ResponseRule } from './response-rule.ts';

/** The text of the first matching rule; the built-in responder's when none matches. */
export function chooseAnswer(rules: readonly ResponseRule[], message: string): string {
  const answer = findAnswer(rules, message);
  return answer === undefined ? respond(message.trim()) : readPlainText(answer);
}
