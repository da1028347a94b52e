import type { EventStyle } from '../stream/stream-options.ts';

/** The settings of streams. */
export interface LineSettings extends EventStyle {
  readonly firstChunkMs: number;
  readonly chunkIntervalMs: number;
  readonly charactersPerChunk: number;
}
