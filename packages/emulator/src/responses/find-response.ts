import type { EmulatedResponse, ResponseRule } from './emulated-response.ts';

/** Returns the response of the first matching rule. Returns undefined if no rule matches. */
export function findResponse(
  rules: readonly ResponseRule[],
  message: string,
): EmulatedResponse | undefined {
  const trimmed = message.trim();
  const rule = rules.find(({ when }) => matches(when, trimmed));
  if (rule === undefined) return undefined;
  const response = typeof rule.response === 'function' ? rule.response(trimmed) : rule.response;
  return typeof response === 'string' ? { text: response } : response;
}

function matches(when: string | RegExp, message: string): boolean {
  if (typeof when === 'string') return when.trim() === message;
  // `search` ignores `lastIndex`; `test` would keep the state of a global pattern between messages.
  return message.search(when) >= 0;
}
