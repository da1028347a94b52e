import type { ChatStream } from '@understudy/core';

import { expectTrue } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat } from '../../harness/collect-chat.ts';
import { expectReleased } from '../../harness/expect-released.ts';
import { canStall } from '../../harness/find-reply.ts';
import { neverResponding } from '../../harness/server-script.ts';
import type { ServerScript } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitUntil } from '../../harness/wait-until.ts';
import { completeResponse, stalledResponse } from '../../responses.ts';

export const honorsAbort: Clause = {
  id: 'honors-abort',
  rule: "An abort rejects the chat immediately with the signal's reason and closes the connection. No further request is sent.",
  async check(context) {
    await abortBeforeFirstPull(context);
    if (context.wireFormat) await abortAfterRequest(context, neverResponding);
    if (canStall(context)) await abortAfterRequest(context, stalledResponse);
  },
};

async function abortBeforeFirstPull(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, completeResponse);
  const reason = new Error('aborted by the clause');
  const chat = harness.chat({}, { signal: AbortSignal.abort(reason) });
  await expectReason(chat, reason);
  const { length } = harness.exchanges;
  expectTrue(length === 0, `expected no request after an abort, received ${length}`);
}

async function abortAfterRequest(context: ClauseContext, script: ServerScript): Promise<void> {
  await using harness = await TestHarness.open(context, script);
  const controller = new AbortController();
  const reason = new Error('aborted by the clause');
  const ended = expectReason(harness.chat({}, { signal: controller.signal }), reason);
  const hasStarted = (): boolean =>
    context.wireFormat ? harness.exchanges.length > 0 : harness.provider.openStreams > 0;
  await waitUntil(hasStarted, context.limits.stepMs, 'expected a request for the chat');
  controller.abort(reason);
  await ended;
  await expectReleased(harness, 'an abort');
}

async function expectReason(chat: ChatStream, reason: Error): Promise<void> {
  const { error } = await collectChat(chat);
  expectTrue(error === reason, "expected the abort to reject with the signal's reason");
}
