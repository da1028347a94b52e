import type { ChatStream } from '@understudy/core';

import { answered, stalled } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { becomeTrue } from '../rehearsal/become-true.ts';
import { canPause } from '../rehearsal/can-say.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { silent } from '../rehearsal/programme.ts';
import type { Programme } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watch } from '../rehearsal/watch.ts';
import { expectTrue, fail } from '../sentences.ts';
import type { Subject } from '../subject.ts';

export const honoursAbort: Clause = {
  id: 'honours-abort',
  rule: "An abort ends the chat at once with the signal's own reason, closes the connection and asks for nothing more.",
  async check(subject) {
    await abortBeforeThePull(subject);
    if (subject.stage) await abortOnceAsked(subject, silent);
    if (canPause(subject)) await abortOnceAsked(subject, stalled);
  },
};

async function abortBeforeThePull(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, answered);
  const reason = new Error('left');
  const chat = rehearsal.ask({}, { signal: AbortSignal.abort(reason) });
  await expectReason(chat, reason);
  const { length } = rehearsal.asked;
  expectTrue(length === 0, `expected no request after an abort, and ${length} came`);
}

async function abortOnceAsked(subject: Subject, programme: Programme): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, programme);
  const leaver = new AbortController();
  const reason = new Error('left');
  const ended = expectReason(rehearsal.ask({}, { signal: leaver.signal }), reason);
  const asked = (): boolean =>
    subject.stage ? rehearsal.asked.length > 0 : rehearsal.probe.open > 0;
  await becomeTrue(asked, 'expected a request for the answer');
  leaver.abort(reason);
  await ended;
  await expectLetGo(rehearsal, 'an abort');
}

async function expectReason(chat: ChatStream, reason: Error): Promise<void> {
  const { error } = await watch(chat);
  if (error !== reason)
    fail('expected an abort to reject with the reason of its signal, untouched');
}
