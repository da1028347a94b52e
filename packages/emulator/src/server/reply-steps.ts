import type { ReplyStep } from './reply.ts';

export const stall: ReplyStep = { kind: 'stall' };

/** Long enough for what was written to be read before the connection drops. */
export const settle: ReplyStep = { kind: 'wait', ms: 5 };

/** Drops the connection with FIN. */
export const drop: ReplyStep = { kind: 'disconnect', reset: false };

/** Drops the connection with RST. */
export const reset: ReplyStep = { kind: 'disconnect', reset: true };

export function write(chunk: string | Uint8Array): ReplyStep {
  return { kind: 'write', chunk };
}
