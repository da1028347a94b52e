/** How the content of a response is encoded. */
export interface EncodingOptions {
  readonly charactersPerChunk: number;
  readonly reasoningField: 'reasoning_content' | 'reasoning';
  /** Encodes the text as a list of parts, as some vendors do. */
  readonly contentAsParts: boolean;
  /** Encodes the reasoning as a part of `content`, as Databricks does. */
  readonly reasoningAsPart: boolean;
  /** Sends a chunk for each UTF-16 unit, so surrogate pairs are split. */
  readonly splitPairs: boolean;
  readonly toolCalls: ToolCallStyle;
  /** The type of the arguments of calls. Other types than `text` are sent in one chunk. */
  readonly toolArguments: 'text' | 'object' | 'list';
}

/**
 * How tool calls are streamed. `chunks` is OpenAI's format: the first chunk of a call has its id and name,
 * the other chunks have its arguments.
 */
export type ToolCallStyle =
  | 'chunks'
  | 'interleaved'
  | 'one-chunk'
  | 'id-in-every-chunk'
  | 'without-index'
  | 'huge-index'
  | 'growing-index'
  | 'text-index'
  | 'name-in-every-chunk'
  | 'null-type'
  | 'placeholder-arguments'
  | 'encrypted-reasoning';
