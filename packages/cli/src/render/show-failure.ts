import type { Output } from '../cli-ports.ts';
import type { Failure } from '../failure/failure.ts';
import { formatJsonLine } from './format-json-line.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { formatLabeled } from './show-warnings.ts';
import { indentLines, wrapWords } from './wrap/wrap-words.ts';

const indent = 2;

/** Prints the message and the hint of a failure. */
export function showFailure({ text }: Failure, screen: Screen, output: Output): void {
  if (!text) return;
  const message = formatLabeled(text.label, text.message, 'red', output);
  const { hint } = text;
  const lines = hint === undefined ? [] : [paint('dim', wrapWords(hint, output, indent), output)];
  screen.writeBlock(
    output,
    [message, ...lines.map((line) => indentLines(line, indent))].join('\n'),
  );
}

/** Formats a failure as a line of JSON with the type `error`. */
export function formatFailure({ json }: Failure): string {
  return `${formatJsonLine('error', json)}\n`;
}
