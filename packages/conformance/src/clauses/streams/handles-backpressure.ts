import { ManualClock } from '@understudy/core/testing';

import { expectTrue, fail } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { joinBody } from '../../harness/exchange.ts';
import { findReply } from '../../harness/find-reply.ts';
import { delivering } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitTurns } from '../../harness/wait-until.ts';
import { createTextParts, finish } from '../../responses.ts';
import type { MockReply, WireFormat } from '../../wire-format.ts';

const mebibyte = 1024 * 1024;
const minBodyBytes = 4 * mebibyte;
/** Includes one event. Some vendors repeat the complete text in each event. */
const maxReadBytes = mebibyte;

export const handlesBackpressure: Clause = {
  id: 'handles-backpressure',
  rule: 'A slow consumer applies backpressure. There is no unbounded buffering, no timeout and no lost text.',
  requires: 'wire',
  async check(context) {
    const expected = createLargeResponse(context.wireFormat);
    const clock = new ManualClock();
    await using harness = await TestHarness.open(context, delivering(expected.reply), { clock });
    let text = '';
    for await (const chunk of harness.chat().textStream) {
      if (text === '') {
        await expectPaused(harness);
        await clock.advance(2 * context.limits.idleMs);
      }
      text += chunk;
    }
    expectTrue(
      text === expected.text,
      `expected the complete text of ${expected.text.length} characters after a pause, received ${text.length} characters`,
    );
  },
};

interface LargeResponse {
  readonly text: string;
  readonly reply: MockReply;
}

/** Counts of text parts. A vendor that repeats the text in each event needs fewer parts than others. */
const counts = [20, 60, 144, 1024];

/** Returns a response with a body of at least 4 MiB. */
function createLargeResponse(wireFormat: WireFormat | undefined): LargeResponse {
  const words = 'tide '.repeat(6000);
  for (const count of counts) {
    const chunks = Array.from({ length: count }, (_, index) => `${index} ${words}`);
    const parts = [...createTextParts(...chunks), finish];
    const reply = findReply(wireFormat, { type: 'response', parts });
    if (joinBody(reply).length >= minBodyBytes) return { text: chunks.join(''), reply };
  }
  return fail('expected encodeResponse to encode each text part, received a body below 4 MiB');
}

/** Waits until the provider stops reading. The consumer does not pull meanwhile. */
async function expectPaused({ provider }: TestHarness): Promise<void> {
  let before = -1;
  while (provider.bytesRead > before) {
    before = provider.bytesRead;
    // The server runs in this process: data that it has sent can be read in the next turn.
    await waitTurns(100);
  }
  expectTrue(
    before <= maxReadBytes,
    `expected the provider to read at most 1 MiB while the consumer pauses, received ${before} bytes`,
  );
}
