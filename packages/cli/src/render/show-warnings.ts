import type { CapturedWarning, Output } from '../cli-ports.ts';
import { formatLabelled } from './labelled.ts';
import type { Screen } from './screen.ts';

/** A sentence for each warning. */
export function showWarnings(
  warnings: readonly CapturedWarning[],
  screen: Screen,
  output: Output,
): void {
  if (warnings.length === 0) return;
  const sentences = warnings.map(({ message, code }) => {
    const label = code === undefined ? 'warning' : `warning[${code}]`;
    return formatLabelled(label, message, 'yellow', output);
  });
  screen.block(output, sentences.join('\n'));
}
