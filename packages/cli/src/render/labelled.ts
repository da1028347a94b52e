import type { Output } from '../cli-ports.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { paint } from './style.ts';
import { wrapWords } from './wrap-words.ts';

/** `label: message`, the label in colour. */
export function formatLabelled(
  label: string,
  message: string,
  style: Style,
  output: Output,
): string {
  const text = wrapWords(`${label}: ${printable(message)}`, output);
  return paint(style, label, output) + text.slice(label.length);
}
