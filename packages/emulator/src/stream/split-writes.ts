import type { ReplyStep } from '../server/reply.ts';

/**
 * Cuts each write into pieces of at most so many bytes, each of which leaves the process by itself.
 *
 * @param pauseMs - the wait behind each piece. @defaultValue 0
 */
export function* splitWrites(
  steps: Iterable<ReplyStep>,
  bytes: number,
  pauseMs: number = 0,
): Generator<ReplyStep> {
  for (const step of steps) {
    if (step.kind === 'write') yield* splitChunk(step.chunk, bytes, pauseMs);
    else yield step;
  }
}

function* splitChunk(
  chunk: string | Uint8Array,
  size: number,
  pauseMs: number,
): Generator<ReplyStep> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let start = 0; start < bytes.length; start += size) {
    yield { kind: 'write', chunk: bytes.subarray(start, start + size) };
    yield { kind: 'wait', ms: pauseMs };
  }
}
