import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { type Phrases, english, russian } from './phrases.ts';

/** Returns a greeting, the result of a calculation, or an echo, in the language of the message. */
export function respond(message: string): string {
  const phrases = /\p{Script=Cyrillic}/u.test(message) ? russian : english;
  if (phrases.greeting.test(message)) return phrases.greet;
  return calculate(message, phrases) ?? phrases.echo(message);
}

function calculate(message: string, phrases: Phrases): string | undefined {
  const expression = message.replace(phrases.request, '').replace(/[\s=?!.]+$/u, '');
  const value = evaluateArithmetic(expression);
  if (value === undefined) return undefined;
  if (!Number.isFinite(value)) return phrases.noResult(expression);
  return `${expression} = ${Number(value.toPrecision(12))}`;
}
