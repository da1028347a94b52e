import type { GrowthOptions } from '../stream/growing-text.ts';
import type { EventStyle } from '../stream/stream-options.ts';

/** How the snapshots of a response are written. */
export interface StreamSettings extends EventStyle, GrowthOptions {
  readonly firstSnapshotMs: number;
  readonly snapshotIntervalMs: number;
}
