import type { Message, MessageBlock } from './message.ts';

/** How a message is encoded as a stream. */
export interface StreamEncoding {
  readonly charactersPerChunk: number;
  /** Where the input of a tool call is sent. The API sends it in deltas. */
  readonly toolInput: 'deltas' | 'start' | 'none';
  /** Whether the events of the blocks alternate. */
  readonly isInterleaved: boolean;
  readonly hasBlockStops: boolean;
  /** Where token counts are sent. The API sends them at the start, and at the end those of the output. */
  readonly usage: 'both' | 'corrected' | 'none';
  /** The number of pings in a block of thinking without text. */
  readonly silentPings: number;
}

/** A response that a fault can still change. */
export interface MessageDraft {
  readonly message: Message;
  readonly encoding: StreamEncoding;
  /** Generates a text and two tool calls, for faults that need several blocks. */
  readonly generateBlocks: () => readonly MessageBlock[];
}
