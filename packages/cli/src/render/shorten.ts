/** A text in so many columns; one that is longer ends with a mark, even where no column is left. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0))}…`;
}
