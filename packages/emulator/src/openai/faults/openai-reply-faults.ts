import { drop, reset, settle, write } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { encodeReply, encoders, readBytes, readHalf } from '../../stream/encode-reply.ts';
import { splitWrites } from '../../stream/frame/split-writes.ts';

/** Faults of the headers, the encoding and the connection that only the OpenAI emulator has. */
export const openAiReplyFaults = {
  'reset-before-headers': {
    on: 'chat',
    description: 'the connection is reset (RST) before the headers',
    apply: (reply: Reply): Reply => ({ ...reply, steps: [reset] }),
  },
  'reset-after-headers': {
    on: 'chat',
    description: 'the connection is reset (RST) after the headers',
    apply: (reply: Reply): Reply => ({ ...reply, steps: [{ kind: 'headers' }, settle, reset] }),
  },
  'malformed-body': {
    on: 'non-stream',
    description: 'the body ends in the middle of its JSON',
    apply: (reply: Reply): Reply => ({
      ...reply,
      headers: { 'content-type': 'application/json' },
      steps: [write(readHalf(reply.steps))],
    }),
  },
  'truncated-body': {
    on: 'non-stream',
    description: 'the connection closes before the announced length is sent',
    apply: (reply: Reply): Reply => ({
      ...reply,
      steps: [write(readHalf(reply.steps)), settle, drop],
    }),
  },
  'slow-drip': {
    on: 'stream',
    parameters: { intervalMs: { type: 'delay', default: 10 } },
    description: 'single bytes are sent, `intervalMs` apart',
    apply: (reply: Reply, { intervalMs }: { readonly intervalMs: number }): Reply => ({
      ...reply,
      steps: splitWrites(reply.steps, 1, intervalMs),
    }),
  },
  'unusual-content-type': {
    on: 'stream',
    description: 'the content type has capital letters and another charset',
    apply: (reply: Reply): Reply => ({
      ...reply,
      headers: { ...reply.headers, 'content-type': 'Text/Event-Stream;Charset=windows-1252' },
    }),
  },
  'wrong-content-type': {
    on: 'stream',
    parameters: { contentType: { type: 'string', default: 'application/json' } },
    description: 'the content type of the stream is `contentType`',
    apply: (reply: Reply, { contentType }: { readonly contentType: string }): Reply => ({
      ...reply,
      headers: { ...reply.headers, 'content-type': contentType },
    }),
  },
  'missing-content-type': {
    on: 'chat',
    description: 'the content type is missing',
    apply: (reply: Reply): Reply => {
      const { 'content-type': _, ...headers } = reply.headers;
      return { ...reply, headers };
    },
  },
  'content-length-short': {
    on: 'stream',
    description: '`Content-Length` is 20 bytes too short',
    apply: (reply: Reply): Reply => changeLength(reply, -20),
  },
  'content-length-long': {
    on: 'stream',
    description: '`Content-Length` is 20 bytes too long',
    apply: (reply: Reply): Reply => changeLength(reply, 20),
  },
  'brotli-encoding': {
    on: 'stream',
    description: 'the body is compressed with Brotli',
    apply: (reply: Reply): Reply => encodeReply(reply, 'br', encoders.br),
  },
  'zstd-encoding': {
    on: 'stream',
    description: 'the body is compressed with Zstandard',
    apply: (reply: Reply): Reply => encodeReply(reply, 'zstd', encoders.zstd),
  },
  'gzip-members': {
    on: 'stream',
    description: 'the body is compressed with gzip, in two members',
    apply: (reply: Reply): Reply => encodeReply(reply, 'gzip', compressTwice),
  },
  'gzip-truncated': {
    on: 'stream',
    description: 'the second half of the compressed body is missing',
    apply: (reply: Reply): Reply => encodeReply(reply, 'gzip', truncate),
  },
  'gzip-corrupt': {
    on: 'stream',
    description: 'the checksum and the length at the end of the compressed body are wrong',
    apply: (reply: Reply): Reply => encodeReply(reply, 'gzip', corrupt),
  },
  'gzip-bomb': {
    on: 'stream',
    parameters: { bytes: { type: 'integer', min: 1, default: 33_554_432 } },
    description: 'the decompressed body starts with a comment of `bytes` bytes',
    apply: (reply: Reply, { bytes }: { readonly bytes: number }): Reply =>
      encodeReply(reply, 'gzip', (body) => compressWithPadding(body, bytes)),
  },
  'stacked-encodings': {
    on: 'stream',
    description: 'the body is compressed with gzip six times',
    apply: (reply: Reply): Reply =>
      encodeReply(reply, 'gzip, gzip, gzip, gzip, gzip, gzip', compressSixTimes),
  },
} as const;

/** Announces more or fewer bytes than are sent. Bytes that were not announced follow in a second write. */
function changeLength(reply: Reply, difference: number): Reply {
  const bytes = readBytes(reply.steps);
  const length = bytes.length + difference;
  const writes = [bytes.subarray(0, length), bytes.subarray(length)];
  return {
    ...reply,
    headers: { ...reply.headers, 'content-length': String(length) },
    steps: [...writes.flatMap((chunk) => [write(chunk), settle]), drop],
  };
}

function compressTwice(bytes: Buffer): Buffer {
  const middle = Math.ceil(bytes.length / 2);
  const halves = [bytes.subarray(0, middle), bytes.subarray(middle)];
  return Buffer.concat(halves.map(encoders.gzip));
}

function truncate(bytes: Buffer): Buffer {
  const compressed = encoders.gzip(bytes);
  return compressed.subarray(0, Math.ceil(compressed.length / 2));
}

/** Overwrites the last eight bytes: the checksum and the length (RFC 1952, 2.3.1). */
function corrupt(bytes: Buffer): Buffer {
  const compressed = encoders.gzip(bytes);
  return compressed.fill(0, compressed.length - 8);
}

/** Prepends a comment of blanks, which gzip compresses to about a thousandth of its length. */
function compressWithPadding(bytes: Buffer, length: number): Buffer {
  return encoders.gzip(
    Buffer.concat([Buffer.from(':'), Buffer.alloc(length, ' '), Buffer.from('\n\n'), bytes]),
  );
}

function compressSixTimes(bytes: Buffer): Buffer {
  return Array.from({ length: 6 }).reduce<Buffer>((packed) => encoders.gzip(packed), bytes);
}
