import { isUnderstudyError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';

import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { becomeTrue } from '../rehearsal/become-true.ts';
import { canSay } from '../rehearsal/can-say.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { expectBound, flooding } from '../rehearsal/flood.ts';
import { delivering, silent } from '../rehearsal/programme.ts';
import type { Programme } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { tell } from '../rehearsal/watch.ts';
import { expectEqual, expectTrue, fail, inCase } from '../sentences.ts';
import type { StagedReply } from '../stage.ts';
import type { Subject } from '../subject.ts';

const ids = ['a-model', 'of/another:maker', 'модель-3'];
const page = { headers: { 'content-type': 'text/html' }, body: ['<title>Sign in</title>'] };

export const listsModels: Clause = {
  id: 'lists-models',
  rule: "The list of models is the vendor's, where the provider asks for one: with the caller's headers, through the port, within a bound, with the errors of the table, and let go of at once. Elsewhere it is the definition's.",
  async check(subject) {
    const reply = subject.stage?.models?.(ids);
    if (!(await asksItsVendor(subject))) return;
    if (!reply) {
      fail('expected stage.models to return the reply that lists models, and there was none');
    }
    await inCase('a list', () => expectList(subject, reply));
    await inCase('a list without end', () => expectBounded(subject, reply));
    await inCase('a page', () => expectError(subject, delivering(page), 'malformed-response'));
    await inCase('a refusal', () => expectRefusal(subject));
    await inCase('an abort', () => abort(subject));
    await inCase('close()', () => close(subject));
  },
};

/** Whether there is a list beside the definition's; where there is none, it is that which an app sees. */
async function asksItsVendor(subject: Subject): Promise<boolean> {
  await using rehearsal = await Rehearsal.open(
    subject,
    subject.stage ? delivering(page) : answered,
  );
  const models = await rehearsal.list().catch(() => undefined);
  const { probe } = rehearsal;
  if (!probe.listsModels) expectEqual('the list of models', models, probe.definition.models);
  return probe.listsModels;
}

async function expectList(subject: Subject, reply: StagedReply): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, delivering(reply));
  const models = await rehearsal.list({ headers: { 'x-canary': 'of the caller' } });
  expectEqual(
    'the ids of the models',
    models.map(({ id }) => id),
    ids,
  );
  const { exchanges } = rehearsal.server;
  expectEqual(
    'the number of requests made with the port',
    rehearsal.probe.requests,
    exchanges.length,
  );
  const heard = rehearsal.asked.some(({ request }) => request.headers['x-canary'] !== undefined);
  expectTrue(heard, "expected the caller's headers in the request for the models, and none came");
}

async function expectBounded(subject: Subject, reply: StagedReply): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, flooding(reply));
  await expectFailure(rehearsal, 'response-too-large');
  expectBound(rehearsal);
}

async function expectRefusal(subject: Subject): Promise<void> {
  for (const code of ['server-error', 'invalid-request'] as const) {
    const refusal = { code, message: 'It can not be done' };
    const scene = { type: 'refusal', refusal } as const;
    if (canSay(subject.stage, scene)) await expectError(subject, scene, code);
  }
}

async function expectError(subject: Subject, programme: Programme, code: ErrorCode): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, programme);
  await expectFailure(rehearsal, code);
}

async function expectFailure(rehearsal: Rehearsal, code: ErrorCode): Promise<void> {
  const failure: unknown = await rehearsal.list().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isUnderstudyError(failure) && failure.code === code) return;
  const came = failure === undefined ? 'a list' : tell(failure);
  fail(`expected the error ${code}, and ${came} came`);
}

async function abort(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, silent);
  const leaver = new AbortController();
  const reason = new Error('left');
  const ended = rehearsal.list({ signal: leaver.signal }).catch((error: unknown) => error);
  await becomeTrue(() => rehearsal.asked.length > 0, 'expected a request for the models');
  leaver.abort(reason);
  expectTrue((await ended) === reason, 'expected the reason of the signal, untouched');
  await expectLetGo(rehearsal, 'an abort');
}

async function close(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, silent);
  const ended = expectFailure(rehearsal, 'closed');
  await becomeTrue(() => rehearsal.asked.length > 0, 'expected a request for the models');
  await rehearsal.understudy.close();
  await ended;
  await expectLetGo(rehearsal, 'close()');
}
