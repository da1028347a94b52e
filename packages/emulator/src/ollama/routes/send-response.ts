import { applyFault } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import { delaySteps } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import type { EventFormat } from '../../stream/stream-part.ts';
import { type StreamSegments, headersSegment, joinSegments } from '../../stream/stream-segment.ts';
import type { PlannedResponse } from '../completion/planned-response.ts';
import { insertionFaults, streamFaults } from '../faults/line-faults.ts';
import type { OllamaFault } from '../faults/ollama-fault.ts';
import {
  ollamaEndingFaults,
  ollamaReplyFaults,
  ollamaStyleFaults,
} from '../faults/ollama-reply-faults.ts';
import type { LineSettings } from '../line-settings.ts';
import { type LineScript, createLineScript } from '../wire/line-script.ts';
import { createResponseBody } from '../wire/response-lines.ts';

const lineHeaders = { 'content-type': 'application/x-ndjson' };

/** A JSON document in each line. */
const formatLine: EventFormat = (data, endLine) => data + endLine();

/** The start of a line, cut off in the middle of its JSON. */
const halfFrame = '{"model":"cut-off","created_at":"2026-';

/** Creates the reply with a response, as lines or as one JSON object. Loading the model delays it. */
export function sendResponse(
  planned: PlannedResponse,
  settings: LineSettings,
  fault: OllamaFault | undefined,
): Reply {
  const { loadMs, stream } = planned;
  const delayMs = loadMs + (stream ? 0 : settings.firstChunkMs);
  const reply = stream
    ? createStream(planned, settings, fault)
    : createJsonReply(200, createResponseBody(planned));
  const delayed = delayMs === 0 ? reply : { ...reply, steps: delaySteps(reply.steps, delayMs) };
  return applyFault(ollamaReplyFaults, fault, delayed) ?? delayed;
}

function createStream(
  planned: PlannedResponse,
  settings: LineSettings,
  fault: OllamaFault | undefined,
): Reply {
  const style = {
    ...settings,
    ...applyFault(ollamaStyleFaults, fault, undefined),
    formatEvent: formatLine,
  };
  const script = createLineScript(planned, style, fault);
  const parts = joinSegments(applyStreamFault(script, fault));
  return { status: 200, headers: lineHeaders, steps: frameParts(parts, style) };
}

/** Returns the segments of a stream in order. As the server, sends the headers with the first line. */
function applyStreamFault(script: LineScript, fault: OllamaFault | undefined): StreamSegments {
  const { beforeFault, afterFault, done } = script;
  return (
    applyFault(streamFaults, fault, script) ??
    applyFault(ollamaEndingFaults, fault, {
      beforeFault: [headersSegment, beforeFault],
      afterFault: [afterFault],
      done,
      halfFrame,
    }) ?? [beforeFault, applyFault(insertionFaults, fault, script) ?? [], afterFault, done]
  );
}
