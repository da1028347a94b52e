import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { type Phrases, english, russian } from './phrases.ts';

/** Returns a greeting, the result of a calculation, or an echo, in the language of the message. */
export function respond(message: string): string {
  const phrases = /\p{Script=Cyrillic}/u.test(message) ? russian : english;
  if (phrases.greeting.test(message)) return phrases.greet;
  return calculate(message, phrases) ?? phrases.echo(message);
}

function calculate(message: string, phrases: Phrases): string | undefined {
  const expression = trimEnd(message.replace(phrases.request, ''));
  const value = evaluateArithmetic(expression);
  if (value === undefined) return undefined;
  if (!Number.isFinite(value)) return phrases.noResult(expression);
  return `${expression} = ${Number(value.toPrecision(12))}`;
}

/** Removes marks and white space at the end. A regular expression takes quadratic time for long runs of them. */
function trimEnd(text: string): string {
  let { length } = text;
  while (length > 0 && /[\s=?!.]/u.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}
