import { endingFaults } from '../../faults/ending-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import type { Reply } from '../../server/reply.ts';
import type { StreamSegments } from '../../stream/stream-segment.ts';
import type { MessageScript } from '../wire/message-script.ts';
import { contentFaults, insertionFaults } from './stream-faults.ts';

const halfFrame =
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_';

/** Returns the segments of a stream in order. Without a fault of the stream, returns all of them. */
export function applyStreamFault(
  script: MessageScript,
  fault: AnyFault | undefined,
): StreamSegments {
  const { opening, afterFault, finish, done } = script;
  const beforeFault = [opening, script.beforeFault];
  const remaining = [afterFault, finish];
  return (
    applyFault(contentFaults, fault, script) ??
    applyFault(endingFaults, fault, { beforeFault, afterFault: remaining, done, halfFrame }) ?? [
      ...beforeFault,
      applyFault(insertionFaults, fault, script) ?? [],
      ...remaining,
      done,
    ]
  );
}

/** Returns the reply with changed headers, encoding or connection, if the fault changes these. */
export function applyReplyFault(reply: Reply, fault: AnyFault | undefined): Reply {
  return (
    applyFault(replyFaults, fault, reply) ?? applyFault(openAiReplyFaults, fault, reply) ?? reply
  );
}
