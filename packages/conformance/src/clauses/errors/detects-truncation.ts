import { expectEqual, expectTrue, formatValue } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat, collectFailure } from '../../harness/collect-chat.ts';
import { joinBody } from '../../harness/exchange.ts';
import { findReply, supports } from '../../harness/find-reply.ts';
import { delivering } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse, completeText, createTextParts, textChunks } from '../../responses.ts';

const cuts = 16;

export const detectsTruncation: Clause = {
  id: 'detects-truncation',
  rule: 'A response that ends without a finish reason or an end marker fails with `stream-truncated`. `partialText` contains the text received so far.',
  async check(context) {
    const { wireFormat } = context;
    for (const chunks of [textChunks, textChunks.slice(0, 1)]) {
      const scripted = { type: 'response', parts: createTextParts(...chunks) } as const;
      if (!supports(wireFormat, scripted)) continue;
      await using harness = await TestHarness.open(context, scripted);
      const { text } = await collectFailure(harness.chat(), 'stream-truncated');
      expectEqual('the text before the end', text, chunks.join(''));
    }
    if (wireFormat) await expectEachCutDetected(context);
  },
};

/** Cuts the body at many positions. Each response must be complete or fail. */
async function expectEachCutDetected(context: ClauseContext): Promise<void> {
  const reply = findReply(context.wireFormat, completeResponse);
  const bytes = joinBody(reply);
  for (let cut = 0; cut < cuts; cut += 1) {
    const head = bytes.subarray(0, Math.floor((bytes.length * cut) / cuts));
    await using harness = await TestHarness.open(context, delivering({ ...reply, body: [head] }));
    const { text, error } = await collectChat(harness.chat());
    expectTrue(
      error !== undefined || text === completeText,
      `expected a response cut after ${head.length} of ${bytes.length} bytes to fail, received a complete response with ${formatValue(text)}`,
    );
    expectTrue(
      completeText.startsWith(text),
      `expected the text before a cut to be a prefix of the complete text, received ${formatValue(text)}`,
    );
  }
}
