import { write } from '../../server/reply-steps.ts';
import type { ReplyStep } from '../../server/reply.ts';

/** Writes the start, and then the letter `x` without end. */
export function* writeWithoutEnd(start: string): Generator<ReplyStep> {
  yield write(start);
  for (;;) {
    yield write('x'.repeat(64 * 1024));
    yield { kind: 'wait', ms: 0 };
  }
}
