import type { Output } from '../cli-ports.ts';

/** Text in lines that fit a terminal, broken between words only; elsewhere one line. */
export function wrapWords(text: string, output: Output, margin = 0): string {
  if (output.isTTY !== true) return text;
  const width = Math.max((output.columns ?? 80) - margin, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
}
