/** A text in so many columns, with a mark where it was cut; the mark is there in any case. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0))}…`;
}
