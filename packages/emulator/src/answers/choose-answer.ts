import type { AnswerRule } from './answer-rule.ts';
import { respond } from './respond.ts';

/** The first matching rule's answer; the built-in responder's when none matches. */
export function chooseAnswer(rules: readonly AnswerRule[], message: string): string {
  const asked = message.trim();
  const rule = rules.find(({ when }) => matches(when, asked));
  if (rule === undefined) return respond(asked);
  return typeof rule.answer === 'string' ? rule.answer : rule.answer(asked);
}

function matches(when: string | RegExp, message: string): boolean {
  if (typeof when === 'string') return when.trim() === message;
  // search, not test: a global pattern's lastIndex must not leak from one question into the next
  return message.search(when) >= 0;
}
