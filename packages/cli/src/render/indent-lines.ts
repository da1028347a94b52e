/** Each line so many columns to the right; a head takes the place of what stands before the first. */
export function indentLines(
  text: string,
  columns: number,
  head: string = ' '.repeat(columns),
): string {
  return head + text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
