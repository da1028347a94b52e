/** How the pieces of an answer are written, whatever they say. */
export interface EncodingOptions {
  readonly charactersPerChunk: number;
  readonly reasoningField: 'reasoning_content' | 'reasoning';
  /** The text as a list of parts, as some vendors have it. */
  readonly contentAsParts: boolean;
  /** A chunk for each UTF-16 unit, so that pairs are split. */
  readonly splitPairs: boolean;
  readonly toolCalls: ToolCallStyle;
}

/** `pieces`: a start with an id and a name, then arguments piece by piece; the rest in other ways. */
export type ToolCallStyle =
  | 'pieces'
  | 'interleaved'
  | 'whole'
  | 'id-in-every-chunk'
  | 'without-index'
  | 'huge-index';
