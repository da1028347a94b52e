import type { EmulatedResponse } from './emulated-response.ts';
import type { ResponseRule } from './response-rule.ts';

/** The first matching rule's answer; undefined when no rule knows the message. */
export function findAnswer(
  rules: readonly ResponseRule[],
  message: string,
): EmulatedResponse | undefined {
  const asked = message.trim();
  const rule = rules.find(({ when }) => matches(when, asked));
  if (rule === undefined) return undefined;
  const answer = typeof rule.response === 'function' ? rule.response(asked) : rule.response;
  return typeof answer === 'string' ? { text: answer } : answer;
}

function matches(when: string | RegExp, message: string): boolean {
  if (typeof when === 'string') return when.trim() === message;
  // `search`, not `test`: a global pattern's lastIndex must not leak from one question into the next.
  return message.search(when) >= 0;
}
