import { cutText } from '../../stream/text/cut-text.ts';
import type { EncodingOptions } from './encoding-options.ts';

/** Splits a text into the texts of its chunks. */
export function splitText(
  text: string,
  { charactersPerChunk, splitPairs }: EncodingOptions,
): readonly string[] {
  return splitPairs ? text.split('') : cutText(text, charactersPerChunk);
}
