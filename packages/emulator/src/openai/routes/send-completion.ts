import { isFaultAmong } from '../../faults/fault.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import type { Completion } from '../answer/completion.ts';
import { changeBody } from '../faults/change-body.ts';
import { createWriting } from '../faults/create-writing.ts';
import { wrappingFaultNames } from '../faults/fault-names.ts';
import { wrapReply } from '../faults/wrap-reply.ts';
import { createCompletionBody } from '../wire/completion-body.ts';
import type { Telling } from './stream-completion.ts';

/** An answer in one piece, after the pause that a stream would have before its first. */
export function writeCompletion(completion: Completion, telling: Telling): Reply {
  const { settings, includeUsage, fault } = telling;
  const { usage, ...body } = createCompletionBody(completion, createWriting(fault?.kind, settings));
  const reply = createJsonReply(200, includeUsage ? { ...body, usage } : body);
  const { firstChunkMs } = settings;
  const paced: Reply =
    firstChunkMs === 0
      ? reply
      : { ...reply, steps: [{ kind: 'wait', ms: firstChunkMs }, ...reply.steps] };
  if (fault === undefined) return paced;
  return isFaultAmong(fault, wrappingFaultNames)
    ? wrapReply(fault, paced)
    : changeBody(fault, paced, body);
}
