import type { EmulatedResponse } from './emulated-response.ts';
import type { ResponseRule } from './response-rule.ts';

/** The text of an answer, for a protocol that has nothing else; throws when it holds more, or no text. */
export function readPlainText(answer: EmulatedResponse): string {
  const { text, ...others } = answer;
  const [stranger] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (stranger !== undefined) {
    throw new RangeError(`This protocol has text only: a rule can't answer with "${stranger}".`);
  }
  if (text === undefined) throw new RangeError('A rule must answer with a text here.');
  return text;
}

/** Throws on a rule whose answer is known beforehand and is not plain text. */
export function refuseMoreThanText(rules: readonly ResponseRule[]): void {
  for (const { response } of rules) if (typeof response === 'object') readPlainText(response);
}
