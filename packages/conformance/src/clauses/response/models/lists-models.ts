import { isUnderstudyError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';

import { expectEqual, expectTrue, fail, inCase } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { formatError } from '../../../harness/collect-chat.ts';
import { expectReleased } from '../../../harness/expect-released.ts';
import { supports } from '../../../harness/find-reply.ts';
import { expectBounded, flooding, floodLimits } from '../../../harness/flood.ts';
import { delivering, neverResponding } from '../../../harness/server-script.ts';
import type { ServerScript } from '../../../harness/server-script.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { waitUntil } from '../../../harness/wait-until.ts';
import { completeResponse } from '../../../responses.ts';
import type { MockReply } from '../../../wire-format.ts';

const ids = ['a-model', 'of/another:maker', 'модель-3'];
const htmlPage = { headers: { 'content-type': 'text/html' }, body: ['<title>Sign in</title>'] };

export const listsModels: Clause = {
  id: 'lists-models',
  rule: "`models()` returns the vendor's list. Its request uses the `http` port and the caller's headers. The response has a size limit, errors have the codes of the error table, and an abort or `close()` closes the connection. Without `models()`, the list is that of the definition.",
  async check(context) {
    const reply = context.wireFormat?.encodeModelList?.(ids);
    if (!(await hasModelList(context))) return;
    if (!reply) fail('expected a reply from encodeModelList, received undefined');
    await inCase('a list', () => expectList(context, reply));
    await inCase('a list without end', () => expectSizeLimit(context, reply));
    await inCase('an HTML page', () =>
      expectError(context, delivering(htmlPage), 'malformed-response'),
    );
    await inCase('an error response', () => expectErrorResponses(context));
    await inCase('an abort', () => expectAbort(context));
    await inCase('close()', () => expectClose(context));
  },
};

/** Whether the provider has `models()`. If not, checks that an app gets the models of the definition. */
async function hasModelList(context: ClauseContext): Promise<boolean> {
  const script = context.wireFormat ? delivering(htmlPage) : completeResponse;
  await using harness = await TestHarness.open(context, script);
  const models = await harness.listModels().catch(() => undefined);
  const { provider } = harness;
  if (!provider.listsModels) expectEqual('the model list', models, provider.definition.models);
  return provider.listsModels;
}

async function expectList(context: ClauseContext, reply: MockReply): Promise<void> {
  await using harness = await TestHarness.open(context, delivering(reply));
  const models = await harness.listModels({ headers: { 'x-canary': 'of the caller' } });
  expectEqual(
    'the model ids',
    models.map(({ id }) => id),
    ids,
  );
  const { length } = harness.server.exchanges;
  expectEqual('the number of requests with the http port', harness.provider.requests, length);
  expectTrue(
    harness.exchanges.some(({ request }) => request.headers['x-canary'] !== undefined),
    "expected the caller's headers in the request for the models, received none",
  );
}

async function expectSizeLimit(context: ClauseContext, reply: MockReply): Promise<void> {
  await using harness = await TestHarness.open(context, flooding(reply), {
    sizeLimits: floodLimits,
  });
  await expectFailure(harness, 'response-too-large');
  expectBounded(harness);
}

async function expectErrorResponses(context: ClauseContext): Promise<void> {
  for (const code of ['server-error', 'invalid-request'] as const) {
    const error = { code, message: 'The request failed' };
    const scripted = { type: 'error', error } as const;
    if (supports(context.wireFormat, scripted)) await expectError(context, scripted, code);
  }
}

async function expectError(
  context: ClauseContext,
  script: ServerScript,
  code: ErrorCode,
): Promise<void> {
  await using harness = await TestHarness.open(context, script);
  await expectFailure(harness, code);
}

async function expectFailure(harness: TestHarness, code: ErrorCode): Promise<void> {
  const failure: unknown = await harness.listModels().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isUnderstudyError(failure) && failure.code === code) return;
  const received = failure === undefined ? 'a list' : formatError(failure);
  fail(`expected the error ${code}, received ${received}`);
}

async function expectAbort(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, neverResponding);
  const controller = new AbortController();
  const reason = new Error('aborted by the clause');
  const ended = harness.listModels({ signal: controller.signal }).catch((error: unknown) => error);
  await waitForRequest(harness);
  controller.abort(reason);
  expectTrue((await ended) === reason, "expected the abort to reject with the signal's reason");
  await expectReleased(harness, 'an abort');
}

async function expectClose(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, neverResponding);
  const ended = expectFailure(harness, 'closed');
  await waitForRequest(harness);
  await harness.understudy.close();
  await ended;
  await expectReleased(harness, 'close()');
}

async function waitForRequest(harness: TestHarness): Promise<void> {
  await waitUntil(
    () => harness.exchanges.length > 0,
    harness.limits.stepMs,
    'expected a request for the models',
  );
}
