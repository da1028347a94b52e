import { endingFaults } from '../../faults/ending-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import { delaySteps } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { type StreamSegments, headersSegment, joinSegments } from '../../stream/stream-segment.ts';
import type { StreamSettings } from '../../stream/stream-settings.ts';
import type { GoogleFault } from '../faults/google-fault.ts';
import {
  bodyFaults,
  contentFaults,
  googleStyleFaults,
  insertionFaults,
  markFaults,
} from '../faults/stream-faults.ts';
import type { ResponseDraft } from '../response/response.ts';
import { createBody } from '../wire/response-chunks.ts';
import { type ResponseScript, createResponseScript } from '../wire/response-script.ts';

/** Creates the reply with a response as one JSON object. It is delayed like the first chunk of a stream. */
export function sendResponse(
  draft: ResponseDraft,
  { firstChunkMs }: StreamSettings,
  fault: GoogleFault | undefined,
): Reply {
  const reply = createJsonReply(200, createBody(draft));
  const delayed =
    firstChunkMs === 0 ? reply : { ...reply, steps: delaySteps(reply.steps, firstChunkMs) };
  return applyReplyFault(delayed, fault);
}

/** How a stream is sent. */
export interface StreamOptions {
  readonly fault: GoogleFault | undefined;
  /** Whether it is one JSON list, because the request has no `alt=sse`. */
  readonly isList: boolean;
}

/** Creates the reply with a response as an event stream, or as a list of its chunks. */
export function streamResponse(
  draft: ResponseDraft,
  settings: StreamSettings,
  { fault, isList }: StreamOptions,
): Reply {
  const list = isList ? bodyFaults['stream-as-list'].apply(draft) : undefined;
  const body = applyFault(bodyFaults, fault, draft) ?? list;
  if (body) return applyReplyFault(createJsonReply(200, body), fault);
  const style = { ...settings, ...applyFault(googleStyleFaults, fault, undefined) };
  const script = createResponseScript(draft, style, fault);
  const parts = joinSegments(applyStreamFault(script, fault));
  const steps = frameParts(applyFault(markFaults, fault, parts) ?? parts, style);
  return applyReplyFault({ status: 200, headers: streamHeaders, steps }, fault);
}

const halfFrame = 'data: {"candidates": [{"content": {"parts": [{"te';

/** Returns the segments of a stream in order. Without a fault of the stream, returns all of them. */
function applyStreamFault(script: ResponseScript, fault: GoogleFault | undefined): StreamSegments {
  const { afterFault, finish } = script;
  const beforeFault = [headersSegment, script.beforeFault];
  return (
    applyFault(contentFaults, fault, script) ??
    applyFault(endingFaults, fault, {
      beforeFault,
      afterFault: [afterFault],
      done: finish,
      halfFrame,
    }) ?? [...beforeFault, applyFault(insertionFaults, fault, script) ?? [], afterFault, finish]
  );
}

function applyReplyFault(reply: Reply, fault: GoogleFault | undefined): Reply {
  return (
    applyFault(replyFaults, fault, reply) ?? applyFault(openAiReplyFaults, fault, reply) ?? reply
  );
}
