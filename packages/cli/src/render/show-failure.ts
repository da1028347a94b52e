import type { Output } from '../cli-ports.ts';
import type { Failure } from '../failure/failure.ts';
import { indentLines } from './indent-lines.ts';
import { formatJsonLine } from './json-line.ts';
import { formatLabelled } from './labelled.ts';
import type { Screen } from './screen.ts';
import { paint } from './style.ts';
import { wrapWords } from './wrap-words.ts';

const indent = 2;

/** Tells a person why nothing came, and what to do. */
export function showFailure({ text }: Failure, screen: Screen, output: Output): void {
  if (!text) return;
  const sentence = formatLabelled(text.label, text.message, 'red', output);
  const hint = paint('dim', wrapWords(text.hint, output, indent), output);
  screen.block(output, `${sentence}\n${indentLines(hint, indent)}`);
}

/** Tells a program: one line of JSON of the type `error`. */
export function formatFailure({ json }: Failure): string {
  return `${formatJsonLine('error', json)}\n`;
}
