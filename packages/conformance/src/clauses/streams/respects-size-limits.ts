import { isUnderstudyError } from '@understudy/core';

import { expectTrue, fail, inCase } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure, formatError } from '../../harness/collect-chat.ts';
import { delivering } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, finish } from '../../responses.ts';

const sizeLimits = { maxEventBytes: 4096, maxJsonBytes: 4096 };
const longText = 'tide '.repeat(4000);
const manyIds = Array.from({ length: 2000 }, (_, index) => `model-${index}`);

export const respectsSizeLimits: Clause = {
  id: 'respects-size-limits',
  rule: 'An event larger than `limits.maxEventBytes`, and a response or a model list in one JSON document larger than `limits.maxJsonBytes`, fails with `response-too-large`.',
  requires: 'wire',
  async check(context) {
    await inCase('a response', () => expectResponseLimit(context));
    await inCase('a model list', () => expectModelListLimit(context));
  },
};

async function expectResponseLimit(context: ClauseContext): Promise<void> {
  const parts = [...createTextParts(longText), finish];
  const scripted = { type: 'response', parts } as const;
  await using harness = await TestHarness.open(context, scripted, { sizeLimits });
  await collectFailure(harness.chat(), 'response-too-large');
}

async function expectModelListLimit(context: ClauseContext): Promise<void> {
  const reply = context.wireFormat?.encodeModelList?.(manyIds);
  if (!reply) return;
  await using harness = await TestHarness.open(context, delivering(reply), { sizeLimits });
  const failure: unknown = await harness.listModels().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!harness.provider.listsModels) return;
  if (failure === undefined) fail('expected the error response-too-large, received a list');
  expectTrue(
    isUnderstudyError(failure) && failure.code === 'response-too-large',
    `expected the error response-too-large, received ${formatError(failure)}`,
  );
}
