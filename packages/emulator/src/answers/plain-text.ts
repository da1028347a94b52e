import type { AnswerRule } from './answer-rule.ts';
import type { Answer } from './answer.ts';

/** The text of an answer, for a protocol that has nothing else; throws when it holds more, or no text. */
export function readPlainText(answer: Answer): string {
  const { text, ...others } = answer;
  const [stranger] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (stranger !== undefined) {
    throw new RangeError(`This protocol has text only: a rule can't answer with "${stranger}".`);
  }
  if (text === undefined) throw new RangeError('A rule must answer with a text here.');
  return text;
}

/** Throws on a rule whose answer is known beforehand and is not plain text. */
export function refuseMoreThanText(rules: readonly AnswerRule[]): void {
  for (const { answer } of rules) if (typeof answer === 'object') readPlainText(answer);
}
