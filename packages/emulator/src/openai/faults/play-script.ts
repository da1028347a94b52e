import { changeEnding, endingFaultNames } from '../../faults/change-ending.ts';
import { isFaultAmong } from '../../faults/fault.ts';
import type { StreamSegment } from '../../stream/stream-segment.ts';
import type { CompletionScript } from '../wire/completion-script.ts';
import { changeClosing } from './change-closing.ts';
import { changeContent } from './change-content.ts';
import { createInsertion } from './create-insertion.ts';
import { closingFaultNames, contentFaultNames, insertionFaultNames } from './fault-names.ts';
import type { OpenAiFault } from './openai-fault.ts';

const halfFrame = 'data: {"id":"chatcmpl-cut-off","object":"chat.comp';

/** The passages of a stream in the order they are played: all of them, unless a fault says otherwise. */
export function playScript(
  script: CompletionScript,
  fault: OpenAiFault | undefined,
): readonly StreamSegment[] {
  const { opening, early, late, final, finish, usage, done } = script;
  const beginning = [opening, early];
  const rest = [late, final, usage];
  if (fault === undefined) return [...beginning, ...rest, done];
  if (isFaultAmong(fault, contentFaultNames)) return changeContent(fault, script);
  if (isFaultAmong(fault, endingFaultNames)) {
    return changeEnding(fault, { beginning, rest, done, halfFrame });
  }
  if (isFaultAmong(fault, closingFaultNames)) {
    const unfinished = [...beginning, late];
    return changeClosing(fault, { whole: [...beginning, ...rest], unfinished, finish, done });
  }
  const inserted = isFaultAmong(fault, insertionFaultNames) ? createInsertion(fault, script) : [];
  return [...beginning, inserted, ...rest, done];
}
