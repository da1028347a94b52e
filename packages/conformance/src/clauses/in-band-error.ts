import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { bodyBytes } from '../harness/exchange.ts';
import { findReply } from '../harness/find-reply.ts';
import { delivering } from '../harness/server-script.ts';
import type { ServerScript } from '../harness/server-script.ts';
import { supports } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { pieces, say } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { VendorErrorCode, ScriptedResponse } from '../wire-format.ts';

const codes: readonly VendorErrorCode[] = ['server-error', 'overloaded', 'rate-limited'];

export const failsInBandBeforeContent: Clause = {
  id: 'in-band-error-before-content',
  rule: 'An error inside a 200, before any word, fails with the code that it would have outside.',
  check: (subject) => expectFailures(subject, []),
};

export const failsInBandAfterContent: Clause = {
  id: 'in-band-error-after-content',
  rule: 'An error inside the answer fails the chat after the words before it, also when both came in one read.',
  check: (subject) => expectFailures(subject, pieces),
};

async function expectFailures(subject: ClauseContext, before: readonly string[]): Promise<void> {
  const { wireFormat } = subject;
  const sceneOf = (code: VendorErrorCode): ScriptedResponse => ({
    type: 'response',
    parts: [...say(...before), { type: 'error', code, message: 'It can not be done' }],
  });
  const text = before.join('');
  const sayable = codes.filter((code) => supports(wireFormat, sceneOf(code)));
  // Where there is none, the stage is asked for the first, so that the clause tells what it lacks.
  for (const code of sayable.length > 0 ? sayable : codes.slice(0, 1)) {
    const scene = sceneOf(code);
    await expectFailure(subject, scene, { code, text });
    if (!wireFormat) continue;
    const reply = findReply(wireFormat, scene);
    const inOneRead = { ...reply, body: [bodyBytes(reply)] };
    await expectFailure(subject, delivering(inOneRead), { code, text });
  }
}

async function expectFailure(
  subject: ClauseContext,
  programme: ServerScript,
  { code, text }: { readonly code: VendorErrorCode; readonly text: string },
): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, programme);
  const seen = await collectFailure(rehearsal.ask(), code);
  expectEqual('the text before the error', seen.text, text);
}
