import { nameFaults } from '../../anthropic/faults/stream-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import { applyReplyFault } from '../../openai/faults/apply-faults.ts';
import { eventFaults } from '../../openai/faults/framing/event-faults.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import { applyStreamFault } from '../faults/apply-faults.ts';
import type { ResponsesFault } from '../faults/responses-fault.ts';
import type { ResponseDraft } from '../response/response-draft.ts';
import type { StreamSettings } from '../stream-settings.ts';
import { createResponseBody } from '../wire/response-body.ts';
import { createResponseScript } from '../wire/response-script.ts';

/** Creates the reply with a response as one JSON object. It is delayed like the first delta of a stream. */
export function sendResponse(
  { response, encoding }: ResponseDraft,
  { firstChunkMs }: StreamSettings,
  fault: ResponsesFault | undefined,
): Reply {
  const reply = createJsonReply(200, createResponseBody(response, encoding));
  const delayed: Reply =
    firstChunkMs === 0
      ? reply
      : { ...reply, steps: [{ kind: 'wait', ms: firstChunkMs }, ...reply.steps] };
  return applyReplyFault(delayed, fault);
}

/** Creates the reply with a response as an event stream. */
export function streamResponse(
  draft: ResponseDraft,
  settings: StreamSettings,
  fault: ResponsesFault | undefined,
): Reply {
  const style = {
    ...settings,
    ...applyFault(styleFaults, fault, undefined),
    ...applyFault(nameFaults, fault, undefined),
  };
  const script = createResponseScript(draft, style, fault);
  const parts = joinSegments(applyStreamFault(script, fault));
  const steps = frameParts(applyFault(eventFaults, fault, parts) ?? parts, style);
  return applyReplyFault({ status: 200, headers: streamHeaders, steps }, fault);
}
