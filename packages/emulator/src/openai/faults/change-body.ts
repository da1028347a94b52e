import { createJsonReply } from '../../server/create-reply.ts';
import { drop, reset, settle, stall, write } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { readBytes } from '../../stream/encode-reply.ts';
import type { JsonRecord } from '../request/read-parameter.ts';
import type { OpenAiFault } from './openai-fault.ts';

/** A whole answer that breaks off, or has no choices; the plain one for faults of another kind. */
export function changeBody(fault: OpenAiFault, reply: Reply, body: JsonRecord): Reply {
  const bytes = readBytes(reply.steps);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  switch (fault.kind) {
    case 'empty-choices':
      return createJsonReply(200, { ...body, choices: [] });
    case 'missing-choices':
      return createJsonReply(200, { ...body, choices: undefined });
    case 'malformed-body':
      return { ...reply, headers: { 'content-type': 'application/json' }, steps: [write(half)] };
    case 'truncated-body':
      return { ...reply, steps: [write(half), settle, drop] };
    case 'stall-before-headers':
      return { ...reply, steps: [stall] };
    case 'stall-after-headers':
      return { ...reply, steps: [{ kind: 'headers' }, stall] };
    case 'reset-before-headers':
      return { ...reply, steps: [reset] };
    case 'reset-after-headers':
      return { ...reply, steps: [{ kind: 'headers' }, settle, reset] };
    default:
      return reply;
  }
}
