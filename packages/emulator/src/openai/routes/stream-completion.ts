import { applyFault } from '../../faults/fault-table.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import type { PlannedResponse } from '../completion/plan-response.ts';
import { applyReplyFault, applyStreamFault } from '../faults/apply-faults.ts';
import { eventFaults } from '../faults/framing/event-faults.ts';
import { framingFaults } from '../faults/framing/framing-faults.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import type { StreamSettings } from '../stream-settings.ts';
import { createCompletionScript } from '../wire/completion-script.ts';

/** Creates the reply with a completion as an event stream. */
export function streamCompletion(
  { completion, contentType, includeUsage, encoding }: PlannedResponse,
  settings: StreamSettings,
  fault: OpenAiFault | undefined,
): Reply {
  const style = {
    ...settings,
    ...(applyFault(styleFaults, fault, undefined) ?? applyFault(framingFaults, fault, undefined)),
  };
  const script = createCompletionScript(completion, { ...style, encoding, includeUsage, fault });
  const parts = joinSegments(applyStreamFault(script, fault));
  const steps = frameParts(applyFault(eventFaults, fault, parts) ?? parts, style);
  const headers =
    contentType === undefined ? streamHeaders : { ...streamHeaders, 'content-type': contentType };
  return applyReplyFault({ status: 200, headers, steps }, fault);
}
