import type { EventStyle } from '../stream/stream-options.ts';
import type { GrowthOptions } from '../stream/text/growing-text.ts';

/** How the snapshots of a response are written. */
export interface StreamSettings extends EventStyle, Pick<GrowthOptions, 'escapeNonAscii'> {
  /** Undefined for the default, which depends on the length of the text. */
  readonly charactersPerSnapshot: number | undefined;
  readonly firstSnapshotMs: number;
  readonly snapshotIntervalMs: number;
}
