import type { ErrorCode } from '@understudy/core';

import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { findReply } from '../harness/find-reply.ts';
import { expectBound, flooding } from '../harness/flood.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, say } from '../responses.ts';
import { inCase } from '../sentences.ts';
import type { MockReply } from '../wire-format.ts';

export const boundsItsBuffers: Clause = {
  id: 'bounds-buffers',
  rule: 'A vendor that sends an event without end is left within a bound, with response-too-large; one that sends an error without end too.',
  requires: 'wire',
  async check(subject) {
    const { wireFormat } = subject;
    const parts = wireFormat?.encodeResponse(say('a')) ? say('a') : [...say('a'), finish];
    const answer = findReply(wireFormat, { type: 'response', parts });
    await inCase('an event', () => expectBounded(subject, answer, 'response-too-large'));
    const error = {
      ...wireFormat?.encodeError({ code: 'server-error', message: 'no' }),
      status: 500,
    };
    await inCase('an error', () => expectBounded(subject, error));
  },
};

async function expectBounded(
  subject: ClauseContext,
  reply: MockReply,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, flooding(reply));
  await collectFailure(rehearsal.ask(), ...codes);
  expectBound(rehearsal);
}
