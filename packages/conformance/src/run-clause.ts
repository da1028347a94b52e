import { AssertionError } from 'node:assert';

import { fail, withMessage } from './assertions.ts';
import type { WaitLimits } from './clause-context.ts';
import type { Clause } from './clause.ts';
import { formatError } from './harness/collect-chat.ts';
import { unusedServer } from './harness/mock-server.ts';
import { endsWithin } from './harness/wait-until.ts';
import type { ConformanceOptions } from './options/conformance-options.ts';
import { checkRequirement, findSkipReason, rulesUrl } from './options/skipped-clauses.ts';

const defaultLimits: WaitLimits = { idleMs: 2000, stepMs: 1000 };

/**
 * Runs one clause. If the clause is skipped, only checks the reason.
 *
 * @throws AssertionError with the address of the rule
 */
export async function runClause(
  clause: Clause,
  options: ConformanceOptions,
  limits: WaitLimits = defaultLimits,
): Promise<void> {
  try {
    checkRequirement(clause, options, () => options.provider(unusedServer));
    if (findSkipReason(clause, options) === undefined) await checkInTime(clause, options, limits);
  } catch (error) {
    throw addRule(error, clause);
  }
}

async function checkInTime(
  clause: Clause,
  options: ConformanceOptions,
  limits: WaitLimits,
): Promise<void> {
  const { timeoutMs = 4500 } = options;
  const opened: AsyncDisposable[] = [];
  try {
    const check = clause.check({ ...options, limits, opened });
    if (await endsWithin(timeoutMs, check)) return;
    fail(`expected the clause to end within ${timeoutMs} ms (timeoutMs)`);
  } finally {
    const closing = opened.map((resource) => resource[Symbol.asyncDispose]());
    await endsWithin(limits.stepMs, Promise.allSettled(closing));
  }
}

/** Adds the address of the rule. Any other error comes from the provider and becomes an assertion. */
function addRule(error: unknown, { id }: Clause): AssertionError {
  const address = `(rule: ${rulesUrl}#${id})`;
  if (error instanceof AssertionError) return withMessage(error, `${error.message} ${address}`);
  return new AssertionError({
    message: `expected no error, received ${formatError(error)} ${address}`,
  });
}
