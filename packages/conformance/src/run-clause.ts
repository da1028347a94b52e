import { AssertionError } from 'node:assert';

import type { Clause } from './clause.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { formatError } from './harness/collect-chat.ts';
import { unusedServer } from './harness/unused-server.ts';
import { endsWithin, graceMs } from './harness/wait-until.ts';
import { checkNeed, findReason, rulesUrl } from './opt-outs.ts';
import { fail, retold } from './sentences.ts';

/**
 * Runs one clause, or checks the reason for leaving it out.
 *
 * @throws AssertionError that says what is wrong, and where the rule stands
 */
export async function runClause(clause: Clause, options: ConformanceOptions): Promise<void> {
  try {
    checkNeed(clause, options, () => options.provider(unusedServer));
    if (findReason(clause, options) === undefined) await checkInTime(clause, options);
  } catch (error) {
    throw withRule(error, clause);
  }
}

async function checkInTime(clause: Clause, options: ConformanceOptions): Promise<void> {
  const { timeoutMs = 4500 } = options;
  const opened: AsyncDisposable[] = [];
  try {
    const check = clause.check({ ...options, opened });
    if (await endsWithin(timeoutMs, check)) return;
    fail(`expected the clause to end within ${timeoutMs} ms, and something is still waited for`);
  } finally {
    const closing = opened.map((one) => one[Symbol.asyncDispose]());
    await endsWithin(graceMs, Promise.allSettled(closing));
  }
}

/** What failed, with the place of the rule; what is no assertion came from the provider unasked. */
function withRule(error: unknown, { id }: Clause): AssertionError {
  const place = `(the rule: ${rulesUrl}#${id})`;
  if (error instanceof AssertionError) return retold(error, `${error.message} ${place}`);
  return new AssertionError({
    message: `expected no error, and ${formatError(error)} came ${place}`,
  });
}
