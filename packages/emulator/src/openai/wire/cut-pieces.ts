import { cutText } from '../../stream/cut-text.ts';
import type { EncodingOptions } from './encoding-options.ts';

/** A text in the pieces of a stream. */
export function cutPieces(
  text: string,
  { charactersPerChunk, splitPairs }: EncodingOptions,
): readonly string[] {
  return splitPairs ? text.split('') : cutText(text, charactersPerChunk);
}
