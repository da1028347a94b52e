import { applyFault } from '../../faults/fault-table.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import { eventFaults } from '../../openai/faults/framing/event-faults.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import type { StreamSettings } from '../../stream/stream-settings.ts';
import type { AnthropicFault } from '../faults/anthropic-fault.ts';
import { applyReplyFault, applyStreamFault } from '../faults/apply-faults.ts';
import { nameFaults } from '../faults/stream-faults.ts';
import type { MessageDraft } from '../message/message-draft.ts';
import { createMessageBody } from '../wire/message-body.ts';
import { createMessageScript } from '../wire/message-script.ts';

/** Creates the reply with a message as one JSON object. It is delayed like the first delta of a stream. */
export function sendMessage(
  { message, encoding }: MessageDraft,
  { firstChunkMs }: StreamSettings,
  fault: AnthropicFault | undefined,
): Reply {
  const reply = createJsonReply(200, createMessageBody(message, encoding.usage !== 'none'));
  const delayed: Reply =
    firstChunkMs === 0
      ? reply
      : { ...reply, steps: [{ kind: 'wait', ms: firstChunkMs }, ...reply.steps] };
  return applyReplyFault(delayed, fault);
}

/** Creates the reply with a message as an event stream. */
export function streamMessage(
  draft: MessageDraft,
  settings: StreamSettings,
  fault: AnthropicFault | undefined,
): Reply {
  const style = {
    ...settings,
    ...applyFault(styleFaults, fault, undefined),
    ...applyFault(nameFaults, fault, undefined),
  };
  const script = createMessageScript(draft, style, fault);
  const parts = joinSegments(applyStreamFault(script, fault));
  const steps = frameParts(applyFault(eventFaults, fault, parts) ?? parts, style);
  return applyReplyFault({ status: 200, headers: streamHeaders, steps }, fault);
}
