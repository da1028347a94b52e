import type { Reader } from '../readers/value-readers.ts';
import type { EmulatedResponse, ResponseRule } from './emulated-response.ts';

/**
 * Returns the response of the first matching rule. Returns undefined if no rule matches.
 *
 * @throws RangeError if a function returns a response that `readResponse` does not accept
 */
export function findResponse(
  rules: readonly ResponseRule[],
  message: string,
  readResponse: Reader,
): EmulatedResponse | undefined {
  const trimmed = message.trim();
  const index = rules.findIndex(({ when }) => matches(when, trimmed));
  const rule = rules[index];
  if (rule === undefined) return undefined;
  if (typeof rule.response !== 'function') return toObject(rule.response);
  const response = rule.response(trimmed);
  readResponse(response, `rules[${index}].response()`);
  return toObject(response);
}

function toObject(response: string | EmulatedResponse): EmulatedResponse {
  return typeof response === 'string' ? { text: response } : response;
}

function matches(when: string | RegExp, message: string): boolean {
  if (typeof when === 'string') return when.trim() === message;
  // `search` ignores `lastIndex`; `test` would keep the state of a global pattern between messages.
  return message.search(when) >= 0;
}
