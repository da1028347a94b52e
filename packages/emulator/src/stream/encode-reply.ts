import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { Reply, ReplyStep } from '../server/reply.ts';

export const encoders = {
  gzip: (bytes: Uint8Array): Buffer => gzipSync(bytes),
  br: (bytes: Uint8Array): Buffer => brotliCompressSync(bytes),
  zstd: (bytes: Uint8Array): Buffer => zstdCompressSync(bytes),
} as const;

/** Encodes the complete body of a reply and sets `Content-Encoding`, whatever the client accepts. */
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

/** Returns the bytes of all writes. Does not return if the steps do not end. */
export function readBytes(steps: Iterable<ReplyStep>): Buffer {
  const writes = [...steps].flatMap((step) =>
    step.kind === 'write' ? [Buffer.from(step.chunk)] : [],
  );
  return Buffer.concat(writes);
}

/** Returns the first half of the bytes of all writes. */
export function readHalf(steps: Iterable<ReplyStep>): Buffer {
  const bytes = readBytes(steps);
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}
