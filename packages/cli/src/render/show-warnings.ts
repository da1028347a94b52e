import type { CapturedWarning, Output } from '../cli-ports.ts';
import type { Style } from './paint.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import { wrapWords } from './wrap/wrap-words.ts';

/** Prints one paragraph per warning. */
export function showWarnings(
  warnings: readonly CapturedWarning[],
  screen: Screen,
  output: Output,
): void {
  if (warnings.length === 0) return;
  const paragraphs = warnings.map(({ message, code }) => {
    const label = code === undefined ? 'warning' : `warning[${code}]`;
    return formatLabeled(label, message, 'yellow', output);
  });
  screen.writeBlock(output, paragraphs.join('\n'));
}

/** Formats `label: message` with the label in a style. */
export function formatLabeled(
  label: string,
  message: string,
  style: Style,
  output: Output,
): string {
  const text = wrapWords(`${label}: ${printable(message)}`, output);
  return paint(style, label, output) + text.slice(label.length);
}
