import { expectEqual } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { sendsDetails } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeResponse, textParts } from '../../../responses.ts';
import type { ResponsePart, ScriptedResponse } from '../../../wire-format.ts';

const message = 'The request is about a color that must not be named.';
const filtered = createResponse({ type: 'finish', reason: 'content-filter' });
const explained = createResponse({ type: 'finish', reason: 'content-filter', message });

export const reportsFinishMessage: Clause = {
  id: 'reports-finish-message',
  rule: "The vendor's explanation of why the response ended is the `message` of the `finish` event. Without an explanation, `message` is undefined.",
  async check(context) {
    expectEqual('the message', await readMessage(context, completeResponse), undefined);
    if (!sendsDetails(context.wireFormat, explained, filtered)) return;
    expectEqual('the message', await readMessage(context, explained), message);
  },
};

function createResponse(end: ResponsePart): ScriptedResponse {
  return { type: 'response', parts: [...textParts, end] };
}

async function readMessage(
  context: ClauseContext,
  scripted: ScriptedResponse,
): Promise<string | undefined> {
  await using harness = await TestHarness.open(context, scripted);
  const { events } = await collectResponse(harness.chat());
  return events.find((event) => event.type === 'finish')?.message;
}
