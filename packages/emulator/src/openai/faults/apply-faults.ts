import { endingFaults } from '../../faults/ending-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import type { Reply } from '../../server/reply.ts';
import type { StreamSegment, StreamSegments } from '../../stream/stream-segment.ts';
import type { CompletionScript } from '../wire/completion-script.ts';
import { contentFaults } from './content/content-faults.ts';
import { finishFaults } from './content/finish-faults.ts';
import { repetitionFaults } from './content/repetition-faults.ts';
import { usageFaults } from './content/usage-faults.ts';
import { errorBodyFaults } from './errors/error-body-faults.ts';
import { errorFaults } from './errors/error-faults.ts';
import type { FailedRequest } from './errors/failed-request.ts';
import { vendorErrorFaults } from './errors/vendor-error-faults.ts';
import { closingFaults } from './framing/closing-faults.ts';
import { choicesFaults, insertionFaults } from './framing/insertion-faults.ts';
import { openAiReplyFaults } from './openai-reply-faults.ts';
import { waitFaults } from './wait-faults.ts';

const halfFrame = 'data: {"id":"chatcmpl-cut-off","object":"chat.comp';

/** Returns the error response that the fault sends instead of a completion, if it sends one. */
export function createFailure(
  fault: AnyFault | undefined,
  request: FailedRequest,
): Reply | undefined {
  return (
    applyFault(errorFaults, fault, request) ??
    applyFault(nonResponseFaults, fault, undefined) ??
    applyFault(vendorErrorFaults, fault, request) ??
    applyFault(waitFaults, fault, request) ??
    applyFault(errorBodyFaults, fault, request)
  );
}

/** Returns the segments of a stream in order. Without a fault of the stream, returns all of them. */
export function applyStreamFault(
  script: CompletionScript,
  fault: AnyFault | undefined,
): StreamSegments {
  const { opening, afterFault, finish, usage, done } = script;
  const beforeFault = [opening, script.beforeFault];
  const remaining = [afterFault, finish, usage];
  return (
    applyFault(contentFaults, fault, script) ??
    applyFault(repetitionFaults, fault, script) ??
    applyFault(usageFaults, fault, script) ??
    applyFault(finishFaults, fault, script) ??
    applyFault(closingFaults, fault, script) ??
    applyFault(endingFaults, fault, { beforeFault, afterFault: remaining, done, halfFrame }) ?? [
      ...beforeFault,
      createInsertion(script, fault),
      ...remaining,
      done,
    ]
  );
}

function createInsertion(script: CompletionScript, fault: AnyFault | undefined): StreamSegment {
  const chunk = applyFault(choicesFaults, fault, script.createChunk({}));
  if (chunk !== undefined) return script.encode(chunk);
  return applyFault(insertionFaults, fault, script) ?? [];
}

/** Returns the reply with changed headers, encoding or connection, if the fault changes these. */
export function applyReplyFault(reply: Reply, fault: AnyFault | undefined): Reply {
  return (
    applyFault(replyFaults, fault, reply) ?? applyFault(openAiReplyFaults, fault, reply) ?? reply
  );
}
