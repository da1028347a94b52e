import type { ChatStream } from '@understudy/core';

import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { collectChat } from '../harness/collect-chat.ts';
import { expectLetGo } from '../harness/expect-released.ts';
import { silent } from '../harness/server-script.ts';
import type { ServerScript } from '../harness/server-script.ts';
import { canPause } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { answered, stalled } from '../responses.ts';
import { expectTrue, fail } from '../sentences.ts';

export const honoursAbort: Clause = {
  id: 'honors-abort',
  rule: "An abort ends the chat at once with the signal's own reason, closes the connection and asks for nothing more.",
  async check(subject) {
    await abortBeforeThePull(subject);
    if (subject.wireFormat) await abortOnceAsked(subject, silent);
    if (canPause(subject)) await abortOnceAsked(subject, stalled);
  },
};

async function abortBeforeThePull(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, answered);
  const reason = new Error('left');
  const chat = rehearsal.ask({}, { signal: AbortSignal.abort(reason) });
  await expectReason(chat, reason);
  const { length } = rehearsal.asked;
  expectTrue(length === 0, `expected no request after an abort, and ${length} came`);
}

async function abortOnceAsked(subject: ClauseContext, programme: ServerScript): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, programme);
  const leaver = new AbortController();
  const reason = new Error('left');
  const ended = expectReason(rehearsal.ask({}, { signal: leaver.signal }), reason);
  const asked = (): boolean =>
    subject.wireFormat ? rehearsal.asked.length > 0 : rehearsal.probe.open > 0;
  await waitUntil(asked, 'expected a request for the answer');
  leaver.abort(reason);
  await ended;
  await expectLetGo(rehearsal, 'an abort');
}

async function expectReason(chat: ChatStream, reason: Error): Promise<void> {
  const { error } = await collectChat(chat);
  if (error !== reason)
    fail('expected an abort to reject with the reason of its signal, untouched');
}
