import type { Output } from '../cli-ports.ts';
import { indentLines } from './indent-lines.ts';
import { widthOf } from './width.ts';

/** Text in lines that fit a terminal, broken between words only; elsewhere as it is. */
export function wrapWords(text: string, output: Output, margin = 0): string {
  if (output.isTTY !== true) return text;
  const width = Math.max(widthOf(output) - margin, 20);
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** What follows an indent or the number of an item hangs below it. */
function wrapLine(text: string, width: number): string {
  const [head = ''] = /^ *(?:\d+\. )?/.exec(text) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(head.length).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (head.length + longer.length > width && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return indentLines([...lines, line].join('\n'), head.length, head);
}
