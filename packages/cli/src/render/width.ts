import type { Output } from '../cli-ports.ts';

const usual = 80;
const widest = 100;

/** How many columns a text may take; a terminal that does not tell its own has 80. */
export function widthOf({ columns = 0 }: Output): number {
  return Math.min(columns > 0 ? columns : usual, widest);
}
