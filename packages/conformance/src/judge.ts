import { AssertionError } from 'node:assert';

import type { Clause } from './clause.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { checkNeed, findReason, rulesUrl } from './opt-outs.ts';
import { endsWithin, graceMs } from './rehearsal/become-true.ts';
import { nowhere } from './rehearsal/nowhere.ts';
import { tell } from './rehearsal/watch.ts';
import { fail, retold } from './sentences.ts';

/**
 * Runs one clause, or checks the reason for leaving it out.
 *
 * @throws AssertionError that says what is wrong, and where the rule stands
 */
export async function judge(clause: Clause, options: ConformanceOptions): Promise<void> {
  try {
    checkNeed(clause, options, () => options.provider(nowhere));
    if (findReason(clause, options) === undefined) await checkInTime(clause, options);
  } catch (error) {
    throw withRule(error, clause);
  }
}

async function checkInTime(clause: Clause, options: ConformanceOptions): Promise<void> {
  const { limitMs = 4500 } = options;
  const opened: AsyncDisposable[] = [];
  try {
    const check = clause.check({ ...options, opened });
    if (await endsWithin(limitMs, check)) return;
    fail(`expected the clause to end within ${limitMs} ms, and something is still waited for`);
  } finally {
    const closing = opened.map((one) => one[Symbol.asyncDispose]());
    await endsWithin(graceMs, Promise.allSettled(closing));
  }
}

/** What failed, with the place of the rule; what is no assertion came from the provider unasked. */
function withRule(error: unknown, { id }: Clause): AssertionError {
  const place = `(the rule: ${rulesUrl}#${id})`;
  if (error instanceof AssertionError) return retold(error, `${error.message} ${place}`);
  return new AssertionError({ message: `expected no error, and ${tell(error)} came ${place}` });
}
