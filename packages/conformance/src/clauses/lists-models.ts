import { isUnderstudyError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';

import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { formatError } from '../harness/collect-chat.ts';
import { expectLetGo } from '../harness/expect-released.ts';
import { expectBound, flooding } from '../harness/flood.ts';
import { delivering, silent } from '../harness/server-script.ts';
import type { ServerScript } from '../harness/server-script.ts';
import { supports } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { answered } from '../responses.ts';
import { expectEqual, expectTrue, fail, inCase } from '../sentences.ts';
import type { MockReply } from '../wire-format.ts';

const ids = ['a-model', 'of/another:maker', 'модель-3'];
const page = { headers: { 'content-type': 'text/html' }, body: ['<title>Sign in</title>'] };

export const listsModels: Clause = {
  id: 'lists-models',
  rule: "The list of models is the vendor's, where the provider asks for one: with the caller's headers, through the port, within a bound, with the errors of the table, and let go of at once. Elsewhere it is the definition's.",
  async check(subject) {
    const reply = subject.wireFormat?.encodeModelList?.(ids);
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
async function asksItsVendor(subject: ClauseContext): Promise<boolean> {
  await using rehearsal = await TestHarness.open(
    subject,
    subject.wireFormat ? delivering(page) : answered,
  );
  const models = await rehearsal.list().catch(() => undefined);
  const { probe } = rehearsal;
  if (!probe.listsModels) expectEqual('the list of models', models, probe.definition.models);
  return probe.listsModels;
}

async function expectList(subject: ClauseContext, reply: MockReply): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, delivering(reply));
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

async function expectBounded(subject: ClauseContext, reply: MockReply): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, flooding(reply));
  await expectFailure(rehearsal, 'response-too-large');
  expectBound(rehearsal);
}

async function expectRefusal(subject: ClauseContext): Promise<void> {
  for (const code of ['server-error', 'invalid-request'] as const) {
    const error = { code, message: 'It can not be done' };
    const scene = { type: 'error', error } as const;
    if (supports(subject.wireFormat, scene)) await expectError(subject, scene, code);
  }
}

async function expectError(
  subject: ClauseContext,
  programme: ServerScript,
  code: ErrorCode,
): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, programme);
  await expectFailure(rehearsal, code);
}

async function expectFailure(rehearsal: TestHarness, code: ErrorCode): Promise<void> {
  const failure: unknown = await rehearsal.list().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isUnderstudyError(failure) && failure.code === code) return;
  const came = failure === undefined ? 'a list' : formatError(failure);
  fail(`expected the error ${code}, and ${came} came`);
}

async function abort(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, silent);
  const leaver = new AbortController();
  const reason = new Error('left');
  const ended = rehearsal.list({ signal: leaver.signal }).catch((error: unknown) => error);
  await waitUntil(() => rehearsal.asked.length > 0, 'expected a request for the models');
  leaver.abort(reason);
  expectTrue((await ended) === reason, 'expected the reason of the signal, untouched');
  await expectLetGo(rehearsal, 'an abort');
}

async function close(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, silent);
  const ended = expectFailure(rehearsal, 'closed');
  await waitUntil(() => rehearsal.asked.length > 0, 'expected a request for the models');
  await rehearsal.understudy.close();
  await ended;
  await expectLetGo(rehearsal, 'close()');
}
