import { type EndingScript, changeEnding, endingFaultNames } from '../../faults/change-ending.ts';
import { isFaultAmong } from '../../faults/fault.ts';
import type { StreamSegment } from '../../stream/stream-segment.ts';
import type { TurnScript } from '../turn/turn-script.ts';
import { changeContent } from './change-content.ts';
import { createInsertion } from './create-insertion.ts';
import type { FakeGptFault } from './fakegpt-fault.ts';
import { contentFaultNames, insertionFaultNames } from './fault-names.ts';

/** The passages of a stream in the order they are played: all of them, unless a fault says otherwise. */
export function playScript(
  script: TurnScript,
  fault: FakeGptFault | undefined,
): readonly StreamSegment[] {
  const { opening, beforeFault, afterFault, final, moderation, done } = script;
  if (fault !== undefined) {
    if (isFaultAmong(fault, contentFaultNames)) return changeContent(fault, script);
    if (isFaultAmong(fault, endingFaultNames)) {
      return changeEnding(fault, createEndingScript(script));
    }
  }
  const inserted: StreamSegment =
    fault !== undefined && isFaultAmong(fault, insertionFaultNames)
      ? createInsertion(fault, script)
      : [];
  return [opening, beforeFault, inserted, afterFault, final, moderation, done];
}

function createEndingScript(script: TurnScript): EndingScript {
  const { opening, beforeFault, afterFault, final, moderation, done } = script;
  return {
    beginning: [opening, beforeFault],
    rest: [afterFault, final, moderation],
    done,
    halfFrame: 'data: {"message":{"id":"cut-off","author":{"ro',
  };
}
