import type { ReplyStep } from './reply.ts';

export const stall: ReplyStep = { kind: 'stall' };

/** Gives the client time to read what was written before the connection closes. */
export const settle: ReplyStep = { kind: 'wait', ms: 5 };

/** Closes the connection with FIN. */
export const drop: ReplyStep = { kind: 'disconnect', reset: false };

/** Closes the connection with RST. */
export const reset: ReplyStep = { kind: 'disconnect', reset: true };

export function write(chunk: string | Uint8Array): ReplyStep {
  return { kind: 'write', chunk };
}

/** Waits before the first step. */
export function* delaySteps(steps: Iterable<ReplyStep>, ms: number): Generator<ReplyStep> {
  yield { kind: 'wait', ms };
  yield* steps;
}
