import { stall } from '../server/reply-steps.ts';
import type { Reply } from '../server/reply.ts';
import { encodeReply, encoders } from '../stream/encode-reply.ts';

/** Faults that change a complete HTTP response, whatever its body contains. */
export const replyFaults = {
  'stall-before-headers': {
    on: 'chat',
    description: 'nothing is sent, and the connection stays open',
    apply: (reply: Reply): Reply => ({ ...reply, steps: [stall] }),
  },
  'stall-after-headers': {
    on: 'chat',
    description: 'only the headers are sent, and the connection stays open',
    apply: (reply: Reply): Reply => ({ ...reply, steps: [{ kind: 'headers' }, stall] }),
  },
  'gzip-encoding': {
    on: 'chat',
    description: 'the body is compressed with gzip although the client did not accept it',
    apply: (reply: Reply): Reply => encodeReply(reply, 'gzip', encoders.gzip),
  },
} as const;
