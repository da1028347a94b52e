import type { PositionedFault } from './fault.ts';

/** A stream as a sequence of chunks, in which a fault has a position. */
export interface ChunkLengths {
  /** The number of events before the first chunk. */
  readonly openingEvents: number;
  /** The length of the text after each chunk, in UTF-16 units. */
  readonly textLengths: readonly number[];
  /** The position of a fault that sets none. */
  readonly defaultPosition: number;
}

/** Returns the number of chunks before the fault. If the fault sets two positions, the earlier one counts. */
export function findFaultPosition(
  fault: PositionedFault | undefined,
  { openingEvents, textLengths, defaultPosition }: ChunkLengths,
): number {
  const { afterEvents, afterCharacters } = fault ?? {};
  if (afterEvents === undefined && afterCharacters === undefined) return defaultPosition;
  const byEvents = afterEvents === undefined ? Infinity : Math.max(0, afterEvents - openingEvents);
  const byCharacters =
    afterCharacters === undefined ? Infinity : countChunks(textLengths, afterCharacters);
  return Math.min(byEvents, byCharacters, textLengths.length);
}

function countChunks(textLengths: readonly number[], characters: number): number {
  if (characters === 0) return 0;
  const last = textLengths.findIndex((length) => length >= characters);
  return last < 0 ? textLengths.length : last + 1;
}
