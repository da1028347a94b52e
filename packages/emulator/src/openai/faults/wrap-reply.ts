import { assertNever } from '../../assert-never.ts';
import { drop, settle, write } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { encodeReply, encoders, readBytes } from '../../stream/encode-reply.ts';
import { splitWrites } from '../../stream/split-writes.ts';
import type { wrappingFaultNames } from './fault-names.ts';
import type { OpenAiFaultAmong } from './openai-fault.ts';

const oddContentType = 'Text/Event-Stream;Charset=windows-1252';
const bombBytes = 32 * 1024 * 1024;

/** The same answer in another cover: other headers, another pace, bytes encoded. */
export function wrapReply(fault: OpenAiFaultAmong<typeof wrappingFaultNames>, reply: Reply): Reply {
  switch (fault.kind) {
    case 'slow-drip':
      return { ...reply, steps: splitWrites(reply.steps, 1, fault.intervalMs ?? 10) };
    case 'unusual-content-type':
      return { ...reply, headers: { ...reply.headers, 'content-type': oddContentType } };
    case 'missing-content-type':
      return withoutContentType(reply);
    case 'content-length-short':
      return announceLength(reply, -20);
    case 'content-length-long':
      return announceLength(reply, 20);
    case 'gzip-encoding':
      return encodeReply(reply, 'gzip', encoders.gzip);
    case 'brotli-encoding':
      return encodeReply(reply, 'br', encoders.br);
    case 'zstd-encoding':
      return encodeReply(reply, 'zstd', encoders.zstd);
    case 'gzip-members':
      return encodeReply(reply, 'gzip', packMembers);
    case 'gzip-truncated':
      return encodeReply(reply, 'gzip', truncate);
    case 'gzip-corrupt':
      return encodeReply(reply, 'gzip', corrupt);
    case 'gzip-bomb':
      return encodeReply(reply, 'gzip', (bytes) => packBomb(bytes, fault.bytes ?? bombBytes));
    case 'stacked-encodings':
      return encodeReply(reply, 'gzip, gzip, gzip, gzip, gzip, gzip', packSixTimes);
    // These change how the events are written, and are played before.
    case 'crlf':
    case 'cr':
    case 'mixed-line-endings':
    case 'split-utf8':
    case 'pings':
    case 'one-write':
    case 'bom':
    case 'double-bom':
    case 'multi-line-data':
      return reply;
    default:
      return assertNever(fault);
  }
}

function withoutContentType(reply: Reply): Reply {
  const { 'content-type': _, ...headers } = reply.headers;
  return { ...reply, headers };
}

/** Promises some bytes more or fewer than are sent; what was not promised follows, then the connection drops. */
function announceLength(reply: Reply, difference: number): Reply {
  const bytes = readBytes(reply.steps);
  const length = bytes.length + difference;
  const pieces = [bytes.subarray(0, length), bytes.subarray(length)];
  const writes = pieces.flatMap((piece) => [write(piece), settle]);
  return {
    ...reply,
    headers: { ...reply.headers, 'content-length': String(length) },
    steps: [...writes, drop],
  };
}

function packMembers(bytes: Buffer): Buffer {
  const middle = Math.ceil(bytes.length / 2);
  return Buffer.concat([bytes.subarray(0, middle), bytes.subarray(middle)].map(encoders.gzip));
}

function truncate(bytes: Buffer): Buffer {
  const packed = encoders.gzip(bytes);
  return packed.subarray(0, Math.ceil(packed.length / 2));
}

/** Its last eight bytes are the checksum and the length of the rest. */
function corrupt(bytes: Buffer): Buffer {
  const packed = encoders.gzip(bytes);
  return packed.fill(0, packed.length - 8);
}

/** A comment of blanks before the answer: a thousandth of its length once it is packed. */
function packBomb(bytes: Buffer, length: number): Buffer {
  return encoders.gzip(
    Buffer.concat([Buffer.from(':'), Buffer.alloc(length, ' '), Buffer.from('\n\n'), bytes]),
  );
}

function packSixTimes(bytes: Buffer): Buffer {
  return Array.from({ length: 6 }).reduce<Buffer>((packed) => encoders.gzip(packed), bytes);
}
