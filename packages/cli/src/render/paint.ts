import { styleText } from 'node:util';

import type { Output } from '../cli-ports.ts';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Styles a text if the output is a terminal with colors and `NO_COLOR` is not set. */
export function paint(style: Style, text: string, output: Output): string {
  if (text === '') return text;
  return styleText(style, text, { stream: output, validateStream: true });
}
