import type { Passage, TurnScript } from '../turn/turn-script.ts';
import { changeContent } from './change-content.ts';
import { changeEnding } from './change-ending.ts';
import { createInsertion } from './create-insertion.ts';
import { type FakeGptFault, isFaultAmong } from './fakegpt-fault.ts';
import { contentFaultNames, endingFaultNames, insertionFaultNames } from './fault-names.ts';

/** The passages of a stream in the order they are played: all of them, unless a fault says otherwise. */
export function playScript(
  script: TurnScript,
  fault: FakeGptFault | undefined,
): readonly Passage[] {
  const { opening, early, late, final, moderation, done } = script;
  if (fault !== undefined) {
    if (isFaultAmong(fault, contentFaultNames)) return changeContent(fault, script);
    if (isFaultAmong(fault, endingFaultNames)) return changeEnding(fault, script);
  }
  const inserted: Passage =
    fault !== undefined && isFaultAmong(fault, insertionFaultNames)
      ? createInsertion(fault, script)
      : [];
  return [opening, early, inserted, late, final, moderation, done];
}
