import type { EventStyle } from './stream-options.ts';

/** The settings of event streams. */
export interface StreamSettings extends EventStyle {
  readonly firstChunkMs: number;
  readonly chunkIntervalMs: number;
  readonly charactersPerChunk: number;
}
