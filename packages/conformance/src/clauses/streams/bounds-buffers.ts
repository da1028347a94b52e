import type { ErrorCode } from '@understudy/core';

import { inCase } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { findReply } from '../../harness/find-reply.ts';
import { expectBounded, flooding, floodLimits } from '../../harness/flood.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, finish } from '../../responses.ts';
import type { MockReply } from '../../wire-format.ts';

export const boundsBuffers: Clause = {
  id: 'bounds-buffers',
  rule: 'A chat whose vendor sends an event without an end fails with `response-too-large`. If the body of an error response has no end, the provider reads a limited number of its bytes.',
  requires: 'wire',
  async check(context) {
    const { wireFormat } = context;
    const text = createTextParts('a');
    const parts = wireFormat?.encodeResponse(text) ? text : [...text, finish];
    const response = findReply(wireFormat, { type: 'response', parts });
    await inCase('an event', () => expectSizeLimit(context, response, 'response-too-large'));
    const error = {
      ...wireFormat?.encodeError({ code: 'server-error', message: 'no' }),
      status: 500,
    };
    await inCase('an error response', () => expectSizeLimit(context, error));
  },
};

async function expectSizeLimit(
  context: ClauseContext,
  reply: MockReply,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  await using harness = await TestHarness.open(context, flooding(reply), {
    sizeLimits: floodLimits,
  });
  await collectFailure(harness.chat(), ...codes);
  expectBounded(harness);
}
