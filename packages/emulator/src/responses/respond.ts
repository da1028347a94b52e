import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { type Phrases, english, russian } from './phrases.ts';

/** What the emulator says by itself: a greeting, a sum, or the message given back, in the message's language. */
export function respond(message: string): string {
  const phrases = /\p{Script=Cyrillic}/u.test(message) ? russian : english;
  if (phrases.greeting.test(message)) return phrases.greet;
  return solve(message, phrases) ?? phrases.echo(message);
}

function solve(message: string, phrases: Phrases): string | undefined {
  const expression = message.replace(phrases.request, '').replace(/[\s=?!.]+$/u, '');
  const value = evaluateArithmetic(expression);
  if (value === undefined) return undefined;
  if (!Number.isFinite(value)) return phrases.noResult(expression);
  return `${expression} = ${Number(value.toPrecision(12))}`;
}
