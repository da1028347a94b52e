import type { ReplyStep } from '../../server/reply.ts';

/**
 * Splits each write into writes of at most `bytes` bytes, which are sent separately.
 *
 * @param delayMs - the wait after each write. @defaultValue 0
 */
export function* splitWrites(
  steps: Iterable<ReplyStep>,
  bytes: number,
  delayMs: number = 0,
): Generator<ReplyStep> {
  for (const step of steps) {
    if (step.kind === 'write') yield* splitChunk(step.chunk, bytes, delayMs);
    else yield step;
  }
}

function* splitChunk(
  chunk: string | Uint8Array,
  size: number,
  delayMs: number,
): Generator<ReplyStep> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let start = 0; start < bytes.length; start += size) {
    yield { kind: 'write', chunk: bytes.subarray(start, start + size) };
    yield { kind: 'wait', ms: delayMs };
  }
}
