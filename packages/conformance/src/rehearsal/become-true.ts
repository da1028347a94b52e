import { setImmediate as nextTurn } from 'node:timers/promises';

import { fail } from '../sentences.ts';

/** How long a provider may take to let go of what it holds. */
export const graceMs = 1000;

/** Waits until something is true; ends the clause with the sentence where it does not become so. */
export async function becomeTrue(
  isTrue: () => boolean,
  sentence: string,
  withinMs: number = graceMs,
): Promise<void> {
  const until = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > until) fail(`${sentence} within ${withinMs} ms`);
    // No timer: some clauses count the timers of the process.
    await nextTurn();
  }
}

/** Lets everything happen that is about to happen. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
