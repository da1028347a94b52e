import stringWidth from 'fast-string-width';

/** Returns the number of columns of a text of one line on a terminal. A tab counts as one. */
export function textWidth(text: string): number {
  return stringWidth(text.replaceAll('\t', ' '));
}

/** Adds spaces until the text has the width. */
export function padText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - textWidth(text), 0));
}
