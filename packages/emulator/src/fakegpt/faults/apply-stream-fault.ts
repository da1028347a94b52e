import { type EndingContext, endingFaults } from '../../faults/ending-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import type { StreamSegment, StreamSegments } from '../../stream/stream-segment.ts';
import type { TurnScript } from '../turn/turn-script.ts';
import { contentFaults } from './content-faults.ts';
import type { FakeGptFault } from './fakegpt-fault.ts';
import { insertionFaults } from './insertion-faults.ts';

const halfFrame = 'data: {"message":{"id":"cut-off","author":{"ro';

/** Returns the segments of a stream in order, changed by the fault. */
export function applyStreamFault(
  script: TurnScript,
  fault: FakeGptFault | undefined,
): StreamSegments {
  return (
    applyFault(contentFaults, fault, script) ??
    applyFault(endingFaults, fault, createEndingContext(script)) ??
    insertEvents(script, applyFault(insertionFaults, fault, script) ?? [])
  );
}

function createEndingContext(script: TurnScript): EndingContext {
  const { opening, beforeFault, afterFault, final, moderation, done } = script;
  return {
    beforeFault: [opening, beforeFault],
    afterFault: [afterFault, final, moderation],
    done,
    halfFrame,
  };
}

function insertEvents(script: TurnScript, inserted: StreamSegment): StreamSegments {
  const { opening, beforeFault, afterFault, final, moderation, done } = script;
  return [opening, beforeFault, inserted, afterFault, final, moderation, done];
}
