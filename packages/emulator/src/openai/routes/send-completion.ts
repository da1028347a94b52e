import { applyFault } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import type { PlannedResponse } from '../completion/plan-response.ts';
import { applyReplyFault } from '../faults/apply-faults.ts';
import { choicesFaults } from '../faults/framing/insertion-faults.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import type { StreamSettings } from '../stream-settings.ts';
import { createCompletionBody } from '../wire/completion-body.ts';

/** Creates the reply with a completion as one JSON object. It is delayed like the first chunk of a stream. */
export function sendCompletion(
  { completion, contentType, includeUsage, encoding }: PlannedResponse,
  { firstChunkMs }: StreamSettings,
  fault: OpenAiFault | undefined,
): Reply {
  const { usage, ...body } = createCompletionBody(completion, encoding);
  const changed = applyFault(choicesFaults, fault, body);
  if (changed !== undefined) return createJsonReply(200, changed);
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  const reply = createJsonReply(200, includeUsage ? { ...body, usage } : body, { headers });
  const delayed: Reply =
    firstChunkMs === 0
      ? reply
      : { ...reply, steps: [{ kind: 'wait', ms: firstChunkMs }, ...reply.steps] };
  return applyReplyFault(delayed, fault);
}
