import { gzipSync } from 'node:zlib';

import type { Reply, ReplyStep } from '../server/reply.ts';

/** The same bytes, in one compressed piece that nobody asked for. */
export function compressReply(reply: Reply): Reply {
  return {
    ...reply,
    headers: { ...reply.headers, 'content-encoding': 'gzip' },
    steps: [{ kind: 'write', chunk: gzipSync(readBytes(reply.steps)) }],
  };
}

/** All that is written, without the pauses; never ends for steps that have no end. */
function readBytes(steps: Iterable<ReplyStep>): Buffer {
  return Buffer.concat([...steps].map(readWrite));
}

function readWrite(step: ReplyStep): Uint8Array {
  return step.kind === 'write' ? Buffer.from(step.chunk) : Buffer.of();
}
