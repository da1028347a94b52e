import type { TextDeltaEvent } from '@understudy/core';

const chunk = ' word';

/** Events that a scripted provider emits. */
export interface Script {
  readonly batches: readonly (readonly TextDeltaEvent[])[];
  readonly text: string;
}

/** Creates a script of `events` events in arrays of `batchSize`. */
export function createScript(events: number, batchSize: number): Script {
  const event: TextDeltaEvent = { type: 'text-delta', text: chunk };
  const batch = Array.from({ length: batchSize }, () => event);
  return {
    batches: Array.from({ length: events / batchSize }, () => batch),
    text: chunk.repeat(events),
  };
}
