import type { TextDeltaEvent } from '@understudy/core';

const piece = ' word';

/** What both contestants of the core's way go through. */
export interface Script {
  readonly batches: readonly (readonly TextDeltaEvent[])[];
  readonly text: string;
}

/** So many events in ready arrays of one size. */
export function createScript(events: number, batchSize: number): Script {
  const event: TextDeltaEvent = { type: 'text-delta', text: piece };
  const batch = Array.from({ length: batchSize }, () => event);
  return {
    batches: Array.from({ length: events / batchSize }, () => batch),
    text: piece.repeat(events),
  };
}
