import type { Output } from '../cli-ports.ts';

const defaultWidth = 80;
const maxWidth = 100;

/** Returns the width of a terminal in columns, at most 100, or 80 if it is unknown. */
export function terminalWidth({ columns = 0 }: Output): number {
  return Math.min(columns > 0 ? columns : defaultWidth, maxWidth);
}

/** Shortens a text to a width and marks the cut with `…`, which is kept even at width 0. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0))}…`;
}
