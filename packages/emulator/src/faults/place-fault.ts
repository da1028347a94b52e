import type { PlacedFault } from './fault.ts';

/** An answer as it is streamed, as far as it decides where a fault falls. */
export interface Pieces {
  /** The events before the first piece. */
  readonly opening: number;
  /** How long the text is with each piece, in UTF-16 units. */
  readonly ends: readonly number[];
  /** Where a fault falls that was told no place. */
  readonly middle: number;
}

/** How many pieces are said before a fault falls; of two places the earlier one. */
export function placeFault(
  fault: PlacedFault | undefined,
  { opening, ends, middle }: Pieces,
): number {
  const { afterEvents, afterCharacters } = fault ?? {};
  if (afterEvents === undefined && afterCharacters === undefined) return middle;
  const byEvents = afterEvents === undefined ? Infinity : Math.max(0, afterEvents - opening);
  const byCharacters =
    afterCharacters === undefined ? Infinity : countPieces(ends, afterCharacters);
  return Math.min(byEvents, byCharacters, ends.length);
}

function countPieces(ends: readonly number[], characters: number): number {
  if (characters === 0) return 0;
  const last = ends.findIndex((end) => end >= characters);
  return last < 0 ? ends.length : last + 1;
}
