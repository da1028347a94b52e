import type { AnswerRule } from './answer-rule.ts';
import { findAnswer } from './find-answer.ts';
import { readPlainText } from './plain-text.ts';
import { respond } from './respond.ts';

/** The text of the first matching rule; the built-in responder's when none matches. */
export function chooseAnswer(rules: readonly AnswerRule[], message: string): string {
  const answer = findAnswer(rules, message);
  return answer === undefined ? respond(message.trim()) : readPlainText(answer);
}
