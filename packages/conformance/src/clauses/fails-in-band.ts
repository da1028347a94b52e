import { pieces, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canSay } from '../rehearsal/can-say.ts';
import { bodyBytes } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { delivering } from '../rehearsal/programme.ts';
import type { Programme } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';
import type { RefusalCode, Scene } from '../stage.ts';
import type { Subject } from '../subject.ts';

const codes: readonly RefusalCode[] = ['server-error', 'overloaded', 'rate-limited'];

export const failsInBandBeforeContent: Clause = {
  id: 'fails-in-band-before-content',
  rule: 'An error inside a 200, before any word, fails with the code that it would have outside.',
  check: (subject) => expectFailures(subject, []),
};

export const failsInBandAfterContent: Clause = {
  id: 'fails-in-band-after-content',
  rule: 'An error inside the answer fails the chat after the words before it, also when both came in one read.',
  check: (subject) => expectFailures(subject, pieces),
};

async function expectFailures(subject: Subject, before: readonly string[]): Promise<void> {
  const { stage } = subject;
  const sceneOf = (code: RefusalCode): Scene => ({
    type: 'answer',
    parts: [...say(...before), { type: 'error', code, message: 'It can not be done' }],
  });
  const text = before.join('');
  const sayable = codes.filter((code) => canSay(stage, sceneOf(code)));
  // Where there is none, the stage is asked for the first, so that the clause tells what it lacks.
  for (const code of sayable.length > 0 ? sayable : codes.slice(0, 1)) {
    const scene = sceneOf(code);
    await expectFailure(subject, scene, { code, text });
    if (!stage) continue;
    const reply = findReply(stage, scene);
    const inOneRead = { ...reply, body: [bodyBytes(reply)] };
    await expectFailure(subject, delivering(inOneRead), { code, text });
  }
}

async function expectFailure(
  subject: Subject,
  programme: Programme,
  { code, text }: { readonly code: RefusalCode; readonly text: string },
): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, programme);
  const seen = await watchFailure(rehearsal.ask(), code);
  expectEqual('the text before the error', seen.text, text);
}
