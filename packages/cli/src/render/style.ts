import { styleText } from 'node:util';

import type { Output } from '../cli-ports.ts';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Styles text for an output, where it is a terminal with colours and nobody has set `NO_COLOR`. */
export function paint(style: Style, text: string, output: Output): string {
  if (text === '') return text;
  return styleText(style, text, { stream: output, validateStream: true });
}
