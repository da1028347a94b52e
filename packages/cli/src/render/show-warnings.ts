import type { HeldWarning, Output } from '../cli-ports.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import { paint } from './style.ts';

/** A line for each warning. */
export function showWarnings(
  warnings: readonly HeldWarning[],
  screen: Screen,
  output: Output,
): void {
  if (warnings.length === 0) return;
  const lines = warnings.map(({ message, code }) => {
    const label = code === undefined ? 'warning:' : `warning[${code}]:`;
    return `${paint('yellow', label, output)} ${printable(message)}`;
  });
  screen.block(output, lines.join('\n'));
}
