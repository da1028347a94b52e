import { cutText } from '../../stream/cut-text.ts';
import type { Writing } from './writing.ts';

/** A text in the pieces of a stream. */
export function cutPieces(
  text: string,
  { charactersPerChunk, splitPairs }: Writing,
): readonly string[] {
  return splitPairs ? text.split('') : cutText(text, charactersPerChunk);
}
