import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { Reply, ReplyStep } from '../server/reply.ts';

export const encoders = {
  gzip: (bytes: Uint8Array): Buffer => gzipSync(bytes),
  br: (bytes: Uint8Array): Buffer => brotliCompressSync(bytes),
  zstd: (bytes: Uint8Array): Buffer => zstdCompressSync(bytes),
} as const;

/** The same reply with its body in one piece, encoded as nobody asked. */
export function encodeReply(
  reply: Reply,
  encoding: string,
  encode: (bytes: Buffer) => Uint8Array,
): Reply {
  const { 'content-length': _, ...headers } = reply.headers;
  return {
    ...reply,
    headers: { ...headers, 'content-encoding': encoding },
    steps: [{ kind: 'write', chunk: encode(readBytes(reply.steps)) }],
  };
}

/** All that is written, without the pauses; steps without an end never return. */
export function readBytes(steps: Iterable<ReplyStep>): Buffer {
  const writes = [...steps].flatMap((step) =>
    step.kind === 'write' ? [Buffer.from(step.chunk)] : [],
  );
  return Buffer.concat(writes);
}
