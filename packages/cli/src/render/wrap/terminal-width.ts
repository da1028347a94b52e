import type { Output } from '../../cli-ports.ts';

const defaultWidth = 80;
const maxWidth = 100;

/** Returns the width of a terminal in columns, at most 100, or 80 if it is unknown. */
export function terminalWidth({ columns = 0 }: Output): number {
  return Math.min(columns > 0 ? columns : defaultWidth, maxWidth);
}
