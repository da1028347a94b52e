import type { ErrorCode } from '@understudy/core';

import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { expectBound, flooding } from '../rehearsal/flood.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { inCase } from '../sentences.ts';
import type { StagedReply } from '../stage.ts';
import type { Subject } from '../subject.ts';

export const boundsItsBuffers: Clause = {
  id: 'bounds-its-buffers',
  rule: 'A vendor that sends an event without end is left within a bound, with response-too-large; one that sends an error without end too.',
  needs: 'wire',
  async check(subject) {
    const { stage } = subject;
    const parts = stage?.answer(say('a')) ? say('a') : [...say('a'), finish];
    const answer = findReply(stage, { type: 'answer', parts });
    await inCase('an event', () => expectBounded(subject, answer, 'response-too-large'));
    const error = { ...stage?.refuse({ code: 'server-error', message: 'no' }), status: 500 };
    await inCase('an error', () => expectBounded(subject, error));
  },
};

async function expectBounded(
  subject: Subject,
  reply: StagedReply,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, flooding(reply));
  await watchFailure(rehearsal.ask(), ...codes);
  expectBound(rehearsal);
}
