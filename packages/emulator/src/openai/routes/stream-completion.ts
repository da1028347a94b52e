import { changeEventStyle } from '../../faults/change-event-style.ts';
import { isFaultAmong } from '../../faults/fault.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import type { Completion } from '../answer/completion.ts';
import { changeParts } from '../faults/change-parts.ts';
import { createWriting } from '../faults/create-writing.ts';
import { wrappingFaultNames } from '../faults/fault-names.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import { playScript } from '../faults/play-script.ts';
import { wrapReply } from '../faults/wrap-reply.ts';
import type { StreamSettings } from '../openai-settings.ts';
import { createCompletionScript } from '../wire/completion-script.ts';

/** How an answer is told. */
export interface Telling {
  readonly settings: StreamSettings;
  readonly includeUsage: boolean;
  readonly fault: OpenAiFault | undefined;
}

/** An answer as an event stream. */
export function streamCompletion(
  completion: Completion,
  { settings, includeUsage, fault }: Telling,
): Reply {
  const style = changeEventStyle(fault?.kind, settings);
  const writing = createWriting(fault?.kind, settings);
  const script = createCompletionScript(completion, { ...style, writing, includeUsage, fault });
  const parts = changeParts(fault?.kind, joinSegments(playScript(script, fault)));
  const reply: Reply = { status: 200, headers: streamHeaders, steps: frameParts(parts, style) };
  return fault !== undefined && isFaultAmong(fault, wrappingFaultNames)
    ? wrapReply(fault, reply)
    : reply;
}
