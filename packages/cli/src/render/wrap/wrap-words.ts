import type { Output } from '../../cli-ports.ts';
import { terminalWidth } from './terminal-width.ts';
import { textWidth } from './text-width.ts';

const minWidth = 20;

/** A space, except between a number and its unit. */
const wordBreak = / (?!(?<=\d )(?:ms|s|min)\b)/;

/**
 * Wraps a text between words to the width of a terminal. Returns it unchanged for other outputs.
 *
 * @param margin - the number of columns before each line
 */
export function wrapWords(text: string, output: Output, margin = 0): string {
  if (output.isTTY !== true) return text;
  const width = Math.max(terminalWidth(output) - margin, minWidth);
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** Aligns continuation lines with the text after an indent or after the number of a list item. */
function wrapLine(text: string, width: number): string {
  const [head = ''] = /^ *(?:\d+\. )?/.exec(text) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(head.length).split(wordBreak)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (head.length + textWidth(longer) > width && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return indentLines([...lines, line].join('\n'), head.length, head);
}

/**
 * Indents each line of a text.
 *
 * @param head - replaces the indent of the first line
 */
export function indentLines(
  text: string,
  columns: number,
  head: string = ' '.repeat(columns),
): string {
  return head + text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
